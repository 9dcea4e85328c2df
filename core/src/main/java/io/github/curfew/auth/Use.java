package io.github.curfew.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a key's signature counts on. */
public enum Use {
    /** On both. */
    ANY,
    /** On what senders say. */
    SIGNALS,
    /** On what drivers say. */
    REPORTS;

    /**
     * Whether a key of this use may sign for another.
     *
     * @param kind signals or reports
     * @return true if so
     */
    boolean covers(Use kind) {
        return this == ANY || this == kind;
    }

    /**
     * Its word in settings.
     *
     * @return the name in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * All words.
     *
     * @return in the order of the documentation
     */
    public static List<String> words() {
        return Arrays.stream(values()).map(Use::word).toList();
    }
}
