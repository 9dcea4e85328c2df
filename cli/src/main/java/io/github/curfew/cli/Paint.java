package io.github.curfew.cli;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Quoted;
import java.util.Locale;

/** Colours words by what they mean, where colours are wanted. */
record Paint(boolean on) {
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";
    private static final String FAINT = "2";

    /** Whether colours are wanted. */
    enum Choice {
        /** On a terminal that has them, unless NO_COLOR is set. */
        AUTO,
        ALWAYS,
        NEVER;

        static Choice of(String word) {
            for (Choice choice : values()) {
                if (choice.toString().equalsIgnoreCase(word)) {
                    return choice;
                }
            }
            throw new MalformedException("--color is auto, always or never, not " + Quoted.text(word));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Paint of(Choice choice, World world) {
        return new Paint(
                switch (choice) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO ->
                        world.terminal() != null
                                && world.terminal().redraws()
                                && world.environment()
                                        .getOrDefault("NO_COLOR", "")
                                        .isEmpty();
                });
    }

    /** A word of the model, such as {@code stopped}, padded already or not. */
    String word(String word) {
        if (!on) {
            return word;
        }
        return switch (word.strip()) {
            case "stopped", "restarted", "resumed", "running" -> wrap(GREEN, word);
            case "received", "draining", "paused", "held", "silent" -> wrap(YELLOW, word);
            case "forced", "failed", "overrun", "refused", "lost", "forcing" -> wrap(RED, word);
            case "ended", "gone", "forgotten" -> wrap(FAINT, word);
            default -> word;
        };
    }

    /** A line of a table, in which the state is among the first words. */
    String words(String line) {
        StringBuilder text = new StringBuilder();
        for (String word : line.split("(?<= )(?=[^ ])", 5)) {
            text.append(word(word));
        }
        return text.toString();
    }

    private static String wrap(String code, String word) {
        return "\u001b[" + code + "m" + word + "\u001b[0m";
    }
}
