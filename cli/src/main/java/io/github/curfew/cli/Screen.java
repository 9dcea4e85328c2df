package io.github.curfew.cli;

import io.github.curfew.model.Quoted;
import java.io.PrintWriter;
import java.util.List;

/** A few lines at the end of a terminal that are drawn again and again in the same place. */
final class Screen {
    private final PrintWriter out;
    private final World.Terminal terminal;
    private int drawn;

    Screen(PrintWriter out, World.Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** How many lines can be drawn without scrolling away what is redrawn. */
    int height() {
        return Math.max(3, terminal.height() - 1);
    }

    /** How many characters a line can have without being broken. */
    int width() {
        return Math.max(20, terminal.width() - 1);
    }

    /** Draws these in place of those before. They must fit. */
    void draw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        erase(text);
        lines.forEach(line -> text.append(line).append('\n'));
        drawn = lines.size();
        out.print(text);
        out.flush();
    }

    /** Takes away what is drawn, so that something else can be printed there. */
    void clear() {
        StringBuilder text = new StringBuilder();
        erase(text);
        drawn = 0;
        out.print(text);
        out.flush();
    }

    private void erase(StringBuilder text) {
        text.append('\r');
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        text.append("\u001b[J");
    }

    /**
     * Cuts a text that is too long, and shows that it did. What comes from outside loses its control characters, so that
     * nothing but this draws: colours are laid on afterwards.
     */
    static String fit(String text, int width) {
        String plain = Quoted.sentence(text);
        return plain.length() <= width ? plain : plain.substring(0, Math.max(0, width - 1)) + "…";
    }
}
