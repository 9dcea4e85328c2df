package io.github.curfew.examples.orders;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class UnawareTest {
    @Test
    void theApplicationKnowsNothingOfCurfew() {
        String own = "io.github.curfew.examples.orders..";
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.curfew..")
                        .and(resideInAPackage(own).negate()))
                .check(new ClassFileImporter().importPackages("io.github.curfew.examples.orders"));
    }
}
