package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM that cannot read our classes says all the same. */
class OldJavaTest {
    private static final int CLASS_FILE_OF_JAVA_8 = 52;

    @Test
    void everyJavaCanReadWhereTheJarBegins() throws IOException {
        try (DataInputStream file =
                new DataInputStream(Objects.requireNonNull(Main.class.getResourceAsStream("Main.class")))) {
            assertThat(file.readInt()).isEqualTo(0xCAFEBABE);
            file.readUnsignedShort();
            assertThat(file.readUnsignedShort()).isEqualTo(CLASS_FILE_OF_JAVA_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "16"})
    void aJavaTooOldIsNamedWithTheCure(String java) {
        assertThat(Main.complaint(java))
                .startsWith("curfew: needs Java 17 or newer, and this is Java " + java + " (/")
                .endsWith("): run it with a newer one, or set JAVA_HOME for the script");
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "21", "25", "", "next"})
    void anyOtherGoesOn(String java) {
        assertThat(Main.complaint(java)).isEmpty();
    }
}
