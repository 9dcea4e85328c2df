package io.github.curfew.benchmarks.overhead;

/** Of what a batch is made. */
enum Shape {
    /** Rows are nearly all: what they cost would show. */
    LARGE("a million rows a batch", 1_000_000),
    /** A batch is all: what it costs to begin, commit and tell of one shows in how many there are a second. */
    SMALL("one row a batch", 1);

    private final String title;
    private final long rows;

    Shape(String title, long rows) {
        this.title = title;
        this.rows = rows;
    }

    /** As in the table. */
    String title() {
        return title;
    }

    long rows() {
        return rows;
    }
}
