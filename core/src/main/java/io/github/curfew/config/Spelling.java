package io.github.curfew.config;

import java.util.Locale;

/** How a source writes the key that we call {@code file.dir}. */
enum Spelling {
    /** {@code file.dir} or {@code curfew.file.dir}. */
    BARE(""),
    /** {@code curfew.file.dir}. */
    DOTTED("curfew."),
    /** {@code curfew.file.dir}, in a file that may hold other things too, and in which the prefix is easily forgotten. */
    FILE(""),
    /** {@code spark.curfew.file.dir}. */
    SPARK("spark.curfew."),
    /** {@code CURFEW_FILE_DIR}. */
    VARIABLE("CURFEW_");

    /** What every key of ours begins with, where others have keys too. */
    static final String OURS = "curfew.";

    private final String prefix;

    Spelling(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    /** Writes a key as this source would. */
    String write(String key) {
        return switch (this) {
            case BARE -> key;
            case FILE -> OURS + key;
            case VARIABLE -> prefix + variable(key);
            case DOTTED, SPARK -> prefix + key;
        };
    }

    /** Takes the prefix away; of a variable, what is left is not yet a key. */
    String strip(String name) {
        String rest = name.substring(prefix.length());
        return (this == BARE || this == FILE) && rest.startsWith(OURS) ? rest.substring(OURS.length()) : rest;
    }

    /** Whether a name in a file is without the prefix that makes it ours, and so may be somebody else's. */
    boolean isForeign(String name) {
        return this == FILE && !name.startsWith(OURS);
    }

    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
