package io.github.curfew.cli;

import org.jspecify.annotations.Nullable;

/**
 * A terminal of that size on which lines are drawn in place, and at which nobody sits.
 *
 * @param height lines on the screen
 * @param width characters in a line
 */
record FixedTerminal(int height, int width) implements World.Terminal {
    @Override
    public @Nullable String ask(String question) {
        return null;
    }

    @Override
    public boolean redraws() {
        return true;
    }
}
