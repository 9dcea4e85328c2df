package io.github.curfew.model;

import io.github.curfew.MalformedException;
import java.util.Locale;

/** What happens to a run whose drain has not ended by the deadline. */
public enum OnTimeout {
    /** It is cut, and reported as forced. */
    FORCE,
    /** It goes on draining for as long as its batch takes, and is reported as overrun. */
    KEEP_RUNNING;

    /**
     * The word for it in settings and on the wire.
     *
     * @return {@code force} or {@code keep-running}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a word.
     *
     * @param word what {@link #word()} writes, in any case
     * @return the value
     * @throws MalformedException if it is neither
     */
    public static OnTimeout of(String word) {
        for (OnTimeout value : values()) {
            if (value.word().equalsIgnoreCase(word)) {
                return value;
            }
        }
        throw new MalformedException("on-timeout is force or keep-running, not " + Quoted.text(word));
    }
}
