package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class CommandsManualTest {
    private final GeneratedPart manual = new GeneratedPart("cli.md", CommandsManualTest.class);

    @Test
    void saysWhatTheHelpSays() throws IOException {
        manual.isOrBecomes(CommandsManual.pages());
    }

    /** A line that is too long is broken after its last word, and reads like a mistake. */
    @Test
    void noLineOfAnExplanationIsBroken() {
        assertThat(CommandsManual.explanations()).isNotEmpty().allMatch(line -> line.length() <= 100);
    }
}
