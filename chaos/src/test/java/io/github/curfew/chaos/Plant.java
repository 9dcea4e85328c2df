package io.github.curfew.chaos;

/** A bug put in on purpose, between the engine and its backend, to see whether it is noticed. */
enum Plant {
    NONE,
    /** What was there before a run counts for it. */
    NO_FENCE,
    /** One signal in three is dropped without a word. */
    DEAF,
    /** A link that broke is not opened again. */
    DEAD_LOOP,
    /** Each signal comes once more, and that is another signal. */
    NO_DEDUP,
    /** A final report is said to have been kept, and was not sent. */
    UNTOLD,
    /** Signals of others count too. */
    ADMITS_ALL
}
