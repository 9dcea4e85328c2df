package io.github.curfew.benchmarks.idle;

import java.util.Locale;

/** Of having queries stopped from outside. */
enum Way {
    CURFEW("Curfew"),
    BY_HAND("a polling thread each");

    private final String words;

    Way(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** A row's name. */
    String title(int queries) {
        return words + ", " + queries(queries);
    }

    static String queries(int queries) {
        return queries == 1 ? "1 query" : String.format(Locale.ROOT, "%,d queries", queries);
    }
}
