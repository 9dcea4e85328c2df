package io.github.curfew;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.curfew.auth.Admitted;
import io.github.curfew.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom. */
class ArchitectureTest {
    private static final String ROOT = "io.github.curfew";
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void onlyTheSparkHalfSeesSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..")
                .because("a service that publishes a signal has no Spark")
                .check(CORE);
    }

    @Test
    void onlyTheSparkHalfAndTheHadoopFilesSeeHadoop() {
        DescribedPredicate<JavaClass> ofHadoopFiles =
                belongTo(resideInAPackage(ROOT + ".file..").and(simpleNameStartingWith("Hadoop")));
        noClasses()
                .that(resideInAPackage(ROOT + ".spark..").or(ofHadoopFiles).negate())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hadoop..")
                .because("the CLI reads local directories without Hadoop")
                .check(CORE);
    }

    @Test
    void onlyOneClassSeesTheLibraryForHocon() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".config.HoconFile")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.typesafe..")
                .because("the library need not be there")
                .check(CORE);
    }

    @Test
    void onlyOneClassSeesTheLibraryForSignatures() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".auth.Jose")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jose4j..")
                .because("the library need not be there")
                .check(CORE);
    }

    @Test
    void messagesAreReadWhereTheirAuthorityIsJudgedAndNowhereElse() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".auth..", ROOT + ".wire..")
                .should()
                .callMethodWhere(target(nameStartingWith("decode")).and(target(owner(simpleName("Codec")))))
                .because("a backend or a door that read them by itself would go round the judgement")
                .check(CORE);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".auth..", ROOT + ".engine..")
                .should()
                .callMethod(Admitted.class, "ofOwn", Signal.class)
                .because("only a driver asks something of itself")
                .check(CORE);
    }

    @Test
    void whatAnOldJavaReadsNeedsNothingThatItCannotRead() {
        classes()
                .that()
                .haveFullyQualifiedName(ROOT + ".spark.CurfewPlugin")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java.lang..", "org.apache.spark.api.plugin", "org.jspecify..")
                                .or(simpleName("CurfewPlugin")))
                .check(CORE);
    }

    /** Each may also know itself, the root's exceptions, and Java. */
    @ParameterizedTest
    @CsvSource({
        "model,  ''",
        "spi,    model",
        "wire,   'model,spi'",
        "auth,   'model,spi,wire'",
        "engine, 'model,spi,wire,auth'",
        "file,   'model,spi'",
        "config, 'model,spi,auth'",
        "client, 'model,spi,wire,auth,config'",
    })
    void aPackageKnowsOnlyThese(String name, String others) {
        List<String> known = new ArrayList<>(List.of(ROOT, ROOT + "." + name + ".."));
        Pattern.compile(",")
                .splitAsStream(others)
                .filter(other -> !other.isEmpty())
                .forEach(other -> known.add(ROOT + "." + other + ".."));
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should(onlyDependOnClassesThat(resideInAnyPackage(known.toArray(String[]::new))
                        .or(resideInAPackage(ROOT + "..").negate())))
                .check(CORE);
    }

    @Test
    void theModelNeedsNothingButJava() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT, ROOT + ".model..")
                .check(CORE);
    }

    @Test
    void theDefaultOfRandomGeneratorIsNotAskedFor() {
        noClasses()
                .should()
                .callMethod(RandomGenerator.class, "getDefault")
                .orShould()
                .callMethod(RandomGenerator.class, "of", String.class)
                .because("it is a service of the JDK, which the class loader of spark.driver.userClassPathFirst hides")
                .check(CORE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CORE);
    }
}
