package io.github.curfew.cli;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Quoted;
import java.util.Locale;

/** How results are written. */
enum Output {
    /** For people. */
    TABLE,
    /** The same with all that is known. */
    WIDE,
    /** For programs. */
    JSON,
    /** Names alone, a line each, for shells. */
    NAME;

    static Output of(String word) {
        for (Output output : values()) {
            if (output.toString().equalsIgnoreCase(word)) {
                return output;
            }
        }
        throw new MalformedException("the output is table, wide, json or name, not " + Quoted.text(word));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
