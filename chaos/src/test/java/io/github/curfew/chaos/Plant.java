package io.github.curfew.chaos;

import io.github.curfew.model.Report;
import io.github.curfew.spi.Payload;

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
    /** Of one signal in three it cannot be told whether it is older than the runs. */
    UNORDERED,
    /** Signals of others count too. */
    ADMITS_ALL;

    /** Whether a signal is dropped, which is the how-manieth of its driver. */
    boolean drops(int number) {
        return this == DEAF && number % 3 == 0;
    }

    /** Whether the order of a signal is unknown. */
    boolean blurs(int number) {
        return this == UNORDERED && number % 3 == 0;
    }

    /** Whether a report is not sent. */
    boolean hides(Report.OfSignal report) {
        return this == UNTOLD && report.outcome().isFinal();
    }

    /** A signal that comes once more, as another one. The checker reads an id up to the tilde. */
    static Payload asNew(Payload body, int number) {
        return Payload.utf8(body.text().replaceFirst("(\"id\":\"[^\"]+)\"", "$1~" + number + "\""));
    }
}
