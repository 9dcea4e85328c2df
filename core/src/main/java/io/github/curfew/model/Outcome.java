package io.github.curfew.model;

import java.util.Locale;

/** What a driver says of a signal for a run: received, then draining, then one of the final words. */
public enum Outcome {
    /** The signal matched the run and is in hand. */
    RECEIVED(false, true),
    /** The run finishes its batch in flight and will start no other. */
    DRAINING(false, true),
    /** Drained, and proven: the thread ended without an error and the last batch that was begun is committed. */
    STOPPED(true, true),
    /** Cut; the detail says by which deadline or why. */
    FORCED(true, false),
    /** The deadline passed, and the run kept running, as was asked. */
    OVERRUN(true, false),
    /** The run ended with an error, or could not be ended. */
    FAILED(true, false),
    /** The run had ended by itself meanwhile. */
    ENDED(true, true),
    /** A managed lifecycle stopped, acted and started again. */
    RESTARTED(true, true),
    /** A managed lifecycle stopped and waits. */
    PAUSED(true, true),
    /** A managed lifecycle went on. */
    RESUMED(true, true),
    /** The run waits for its predecessor before its first batch. */
    HELD(true, true),
    /** The signal was not obeyed; the detail says why. */
    REFUSED(true, false);

    private final boolean last;
    private final boolean asAsked;

    Outcome(boolean last, boolean asAsked) {
        this.last = last;
        this.asAsked = asAsked;
    }

    /**
     * Whether nothing follows it for the same signal and run.
     *
     * @return true for the final words
     */
    public boolean isFinal() {
        return last;
    }

    /**
     * Whether it says more than what the same run said of the same signal before, whichever of the two came first. What
     * is final stays; else draining outranks received. A refusal stays only until the run says that it obeys: then it
     * was a copy that was refused, which came too late or over another backend, or which somebody forged.
     *
     * @param known what is known of the run so far
     * @return false if it is to be passed over
     */
    public boolean supersedes(Outcome known) {
        return known == REFUSED ? this != REFUSED : !known.last && compareTo(known) > 0;
    }

    /**
     * Whether it is what a sender of a graceful signal hopes for.
     *
     * @return false for forced, overrun, failed and refused
     */
    public boolean isAsAsked() {
        return asAsked;
    }

    /**
     * Whether it is what a sender hopes for who asked for this.
     *
     * @param mode on which rung the signal began
     * @return the same, but that a cut is as asked where a cut was asked for
     */
    public boolean isAsAsked(Mode mode) {
        return asAsked || (this == FORCED && mode == Mode.NOW);
    }

    /**
     * The word for it on the wire and in tables.
     *
     * @return the name in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
