package io.github.curfew.auth;

import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes messages as they go out: signed, where there is a key to sign with. Thread-safe; does not block. */
public final class Sealer {
    private final String namespace;
    private final @Nullable Key key;

    private Sealer(String namespace, @Nullable Key key) {
        this.namespace = namespace;
        this.key = key;
    }

    /**
     * Makes one that writes signals.
     *
     * @param settings which keys there are
     * @param namespace for which its messages are
     * @return for senders
     */
    public static Sealer ofSignals(AuthSettings settings, String namespace) {
        return new Sealer(namespace, settings.signer(Use.SIGNALS));
    }

    /**
     * Makes one that writes reports.
     *
     * @param settings which keys there are
     * @param namespace for which its messages are
     * @return for drivers
     */
    public static Sealer ofReports(AuthSettings settings, String namespace) {
        return new Sealer(namespace, settings.signer(Use.REPORTS));
    }

    /**
     * Whether what it writes is signed.
     *
     * @return false if there is no key to sign with
     */
    public boolean signs() {
        return key != null;
    }

    /**
     * Writes a signal.
     *
     * @param signal any
     * @param counts for how long it counts
     * @param now by this process's clock
     * @return its bytes
     */
    public Payload seal(Signal signal, Duration counts, Instant now) {
        return seal(Codec.encode(signal), counts, now);
    }

    /**
     * Writes a report.
     *
     * @param report any
     * @param counts for how long it counts
     * @param now by this process's clock
     * @return its bytes
     */
    public Payload seal(Report report, Duration counts, Instant now) {
        return seal(Codec.encode(report), counts, now);
    }

    /**
     * Signs any message, as it is.
     *
     * @param message its exact bytes
     * @param counts for how long it counts
     * @param now by this process's clock
     * @return header, payload and signature on one line that is ended, so that a reader of files knows that it is whole;
     *     the message itself if there is no key to sign with
     */
    public Payload seal(Payload message, Duration counts, Instant now) {
        return key == null
                ? message
                : Payload.utf8(Jose.signed(message, key, new Claims(namespace, now, now.plus(counts))) + "\n");
    }
}
