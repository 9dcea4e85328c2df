package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM that cannot read our classes is told all the same. */
class OldJavaTest {
    private static final int CLASS_FILE_OF_JAVA_8 = 52;

    @Test
    void everyJavaThatRunsSparkCanReadThePlugin() throws IOException {
        try (DataInputStream file = new DataInputStream(
                Objects.requireNonNull(CurfewPlugin.class.getResourceAsStream("CurfewPlugin.class")))) {
            assertThat(file.readInt()).isEqualTo(0xCAFEBABE);
            file.readUnsignedShort();
            assertThat(file.readUnsignedShort()).isEqualTo(CLASS_FILE_OF_JAVA_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "16"})
    void aJavaTooOldIsNamedWithTheCure(String java) {
        assertThatThrownBy(() -> CurfewPlugin.driverPlugin(java))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("Curfew needs Java 17 or newer, and this driver runs on Java " + java + " (/")
                .hasMessageEndingWith(
                        "): start Spark with the JAVA_HOME of a Java 17, as every Spark from 3.3 on can be,"
                                + " or leave io.github.curfew.spark.CurfewPlugin out of spark.plugins")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "21", "25", "", "next"})
    void anyOtherBeginsAsEver(String java) {
        assertThat(CurfewPlugin.driverPlugin(java)).isInstanceOf(CurfewDriverPlugin.class);
    }

    @Test
    void executorsDoNothing() {
        assertThat(new CurfewPlugin().executorPlugin()).isNull();
    }
}
