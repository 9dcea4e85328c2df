package io.github.curfew.auth;

import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import org.jspecify.annotations.Nullable;

/**
 * What may be acted upon: a signal or a report whose authority was judged. Only {@link Admission} makes it, but for what a
 * driver asks of itself.
 *
 * @param <T> a signal or a report
 */
public final class Admitted<T> {
    private final T message;
    private final @Nullable Seal seal;

    Admitted(T message, @Nullable Seal seal) {
        this.message = message;
        this.seal = seal;
    }

    /**
     * Takes what a driver asks of its own runs, as at its end.
     *
     * @param signal made here, out of nothing that came from outside
     * @return the same, admitted
     */
    public static Admitted<Signal> ofOwn(Signal signal) {
        return new Admitted<>(signal, null);
    }

    /**
     * What it says.
     *
     * @return the message
     */
    public T message() {
        return message;
    }

    /**
     * Who vouches for it.
     *
     * @return the signature that was verified; null if there is none, and none is needed
     */
    public @Nullable Seal seal() {
        return seal;
    }

    /**
     * By what it is known again. A signer cannot use up the identity of another's signal.
     *
     * @param id as the message says it
     * @return the same for each copy of the message
     */
    public Identity identity(SignalId id) {
        return new Identity(seal == null ? "" : seal.key(), id);
    }

    /**
     * A signal's identity among all signers.
     *
     * @param key of the signer; empty for what is not signed
     * @param id as the message says it
     */
    public record Identity(String key, SignalId id) {}
}
