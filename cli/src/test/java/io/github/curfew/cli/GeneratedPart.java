package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What stands between two marks in a file of the documentation, and comes from the code. */
final class GeneratedPart {
    private static final String BEGIN = "<!-- from the code: begin -->\n";
    private static final String END = "\n<!-- from the code: end -->";

    private final Path file;
    private final String command;

    GeneratedPart(String name, Class<?> test) {
        this.file = Path.of("..", "docs", name);
        this.command = "mvn -pl cli -am test -Dtest=" + test.getSimpleName()
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dcurfew.docs=write";
    }

    /** All that stands in the file. */
    String text() throws IOException {
        return Files.readString(file);
    }

    /** Compares it to what the code says, or writes that into the file if it is asked to. */
    void isOrBecomes(String generated) throws IOException {
        String text = text();
        String right =
                text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + generated + text.substring(text.indexOf(END));
        if ("write".equals(System.getProperty("curfew.docs"))) {
            Files.writeString(file, right);
            return;
        }
        assertThat(text)
                .as("%s is not what the code says; write it anew with: %s", file, command)
                .isEqualTo(right);
        assertThat(text).as("the manual tells how it is made").contains(command);
    }
}
