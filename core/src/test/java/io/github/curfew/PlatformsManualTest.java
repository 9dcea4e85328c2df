package io.github.curfew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.spark.CurfewPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sentence that docs/platforms.md shows is the one that is said. */
class PlatformsManualTest {
    private static final String VERSION = "java.specification.version";
    private static final String HOME = "java.home";

    private final String version = System.getProperty(VERSION);
    private final String home = System.getProperty(HOME);

    @AfterEach
    void itsOwnJavaAgain() {
        System.setProperty(VERSION, version);
        System.setProperty(HOME, home);
    }

    @Test
    void showsTheSentenceOfAnOldJava() throws IOException {
        String manual = Files.readString(Path.of("../docs/platforms.md"));
        System.setProperty(VERSION, "11");
        System.setProperty(HOME, "/usr/lib/jvm/java-11");
        assertThatThrownBy(() -> new CurfewPlugin().driverPlugin())
                .extracting(Throwable::getMessage)
                .satisfies(sentence -> assertThat(manual).contains("\n```\n" + sentence + "\n```\n"));
    }
}
