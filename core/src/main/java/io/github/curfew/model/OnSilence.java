package io.github.curfew.model;

import java.util.Arrays;
import java.util.Locale;

/** What a held run does when the time is over that it gives its predecessor to answer, and the broker to be reached. */
public enum OnSilence {
    /** It goes on waiting, for as long as it takes. */
    HOLD,
    /** It ends with an error, and has processed nothing. */
    GIVE_UP,
    /** It begins to process, though nobody has told that the other one does not. */
    GO_ON;

    /**
     * The word for it in settings.
     *
     * @return {@code hold}, {@code give-up} or {@code go-on}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a word.
     *
     * @param word what {@link #word()} writes
     * @return the value
     * @throws IllegalArgumentException if it is none of them
     */
    public static OnSilence of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(word));
    }
}
