package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** This module's README: what it says of cost is what was measured. */
final class Manual {
    private Manual() {}

    static void says(String written, String format, double measured) throws IOException {
        assertThat(String.format(Locale.ROOT, format, measured)).isEqualTo(written);
        assertThat(Files.readString(Path.of("README.md"))).contains(written);
    }
}
