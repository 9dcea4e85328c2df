package io.github.curfew.spi;

import io.github.curfew.CurfewException;
import io.github.curfew.model.Signal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A message that can be read and does not count, because nobody who may has signed it. */
public final class RefusedException extends CurfewException {
    private static final long serialVersionUID = 1L;

    /** Of which kind it is. */
    private final Reason reason;

    private final transient @Nullable Signal claimed;

    /** Kinds of refusals. */
    public enum Reason {
        /** It carries no signature, and only what is signed counts. */
        UNSIGNED,
        /** Its signature does not hold, or is none that could. */
        FORGED,
        /** It was signed for another namespace. */
        ELSEWHERE,
        /** By its signer's own word it no longer counts, or does not count yet. */
        EXPIRED;

        /**
         * Its word, for logs, counters and answers.
         *
         * @return the name in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Makes an exception.
     *
     * @param reason of which kind
     * @param message what is wrong and what cures it, in one sentence
     * @param claimed the signal that it would have been, of which nothing is proven; null if that cannot be read, or it
     *     is none
     */
    public RefusedException(Reason reason, String message, @Nullable Signal claimed) {
        super(message);
        this.reason = reason;
        this.claimed = claimed;
    }

    /**
     * Tells of which kind it is.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Tells what it would have said.
     *
     * @return the signal, of which nothing is proven, or null
     */
    public @Nullable Signal claimed() {
        return claimed;
    }
}
