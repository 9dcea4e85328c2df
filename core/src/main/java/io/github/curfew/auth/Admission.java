package io.github.curfew.auth;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import io.github.curfew.spi.RefusedException.Reason;
import io.github.curfew.wire.Codec;
import io.github.curfew.wire.Codec.Opened;
import io.github.curfew.wire.Compact;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one place in which it is judged whose word a message is, whatever way it came: every message of every backend and
 * door is read here and nowhere else. Signed by a key that is known, it has that key's reach. Without a signature it counts
 * where none is required. All else is refused. Thread-safe; does not block.
 */
public final class Admission {
    private final AuthSettings settings;
    private final String namespace;

    /**
     * Makes it.
     *
     * @param settings which keys there are, and whether only what is signed counts
     * @param namespace for which a signature has to be
     */
    public Admission(AuthSettings settings, String namespace) {
        this.settings = settings;
        this.namespace = namespace;
    }

    /**
     * Reads a signal.
     *
     * @param body what came
     * @param attributes what came beside it, which no signature covers
     * @param ifItHasNone the broker's identity of the message, for what has none of its own and is not signed
     * @param now by this driver's clock
     * @return the signal, with the signature that was verified
     * @throws MalformedException with one sentence, if it cannot be read
     * @throws RefusedException with one sentence, if it does not count
     */
    public Admitted<Signal> signal(Payload body, Map<String, String> attributes, SignalId ifItHasNone, Instant now) {
        Opening opening = new Opening(Use.SIGNALS, now);
        try {
            Signal signal = Codec.decodeSignal(body, attributes, ifItHasNone, opening);
            Seal seal = opening.seal;
            if (seal != null) {
                refuseIfExpired(signal, seal, now);
                return new Admitted<>(withTimes(signal, seal), seal);
            }
            refuseIfUnsigned(opening);
            return new Admitted<>(signal, null);
        } catch (RefusedException e) {
            throw new RefusedException(
                    e.reason(), String.valueOf(e.getMessage()), claimed(body, attributes, ifItHasNone));
        }
    }

    /**
     * Takes a signal that was made of something else than a message, such as a request's path, and can have no signature.
     *
     * @param signal what is wanted
     * @return the same
     * @throws RefusedException if only what is signed counts
     */
    public Admitted<Signal> unsigned(Signal signal) {
        if (settings.required()) {
            throw new RefusedException(Reason.UNSIGNED, unsigned(Use.SIGNALS), signal);
        }
        return new Admitted<>(signal, null);
    }

    /**
     * Reads a report.
     *
     * @param body what came
     * @param now by this sender's clock
     * @return the report, with the signature that was verified
     * @throws MalformedException with one sentence, if it cannot be read
     * @throws RefusedException with one sentence, if it does not count
     */
    public Admitted<Report> report(Payload body, Instant now) {
        Opening opening = new Opening(Use.REPORTS, now);
        Report report = Codec.decodeReport(body, opening);
        if (opening.seal == null) {
            refuseIfUnsigned(opening);
        }
        return new Admitted<>(report, opening.seal);
    }

    /**
     * Reads what a report that does not count would have said, of which nothing is proven: for those who are warned by it.
     *
     * @param body what came
     * @return the report, or null if it cannot be read
     */
    public @Nullable Report claimed(Payload body) {
        try {
            return Codec.decodeReport(body);
        } catch (MalformedException e) {
            return null;
        }
    }

    private void refuseIfUnsigned(Opening opening) {
        if (settings.required()) {
            throw new RefusedException(Reason.UNSIGNED, unsigned(opening.kind), null);
        }
    }

    private static String unsigned(Use kind) {
        return "it carries no signature, and curfew.auth.required is true: "
                + (kind == Use.SIGNALS
                        ? "sign it with 'curfew sign', or send it with a key in curfew.auth.keys"
                        : "give its driver a key to sign with, in curfew.auth.keys");
    }

    /** What it would have been, for the one who waits for an answer. */
    private static @Nullable Signal claimed(Payload body, Map<String, String> attributes, SignalId ifItHasNone) {
        try {
            return Codec.decodeSignal(body, attributes, ifItHasNone);
        } catch (MalformedException e) {
            return null;
        }
    }

    /**
     * What says itself how long it counts does so from its signing on: the broker's time of it is new each time that
     * somebody sends it again, and at a door there is none.
     */
    private static void refuseIfExpired(Signal signal, Seal seal, Instant now) {
        Duration expiry = signal.terms().expiry();
        if (expiry != null && Duration.between(seal.signed(), now).compareTo(expiry.plus(seal.skew())) > 0) {
            throw new RefusedException(
                    Reason.EXPIRED,
                    "it was signed at " + seal.signed() + " to count for " + Durations.text(expiry)
                            + ", and here it is " + now,
                    null);
        }
    }

    /** Words have neither time nor expiry of their own; their signature has both. */
    private static Signal withTimes(Signal signal, Seal seal) {
        Terms terms = signal.terms();
        Duration expiry = Duration.between(seal.signed(), seal.until());
        return new Signal(
                signal.id(),
                signal.action(),
                signal.selector(),
                terms.expiry() == null ? terms.expiringAfter(expiry) : terms,
                signal.time() == null ? seal.signed() : signal.time());
    }

    /** Opens what is signed, once for one message. */
    private final class Opening implements Codec.Opener {
        private final Use kind;
        private final Instant now;
        private @Nullable Seal seal;

        Opening(Use kind, Instant now) {
            this.kind = kind;
            this.now = now;
        }

        @Override
        public Opened open(Compact message) {
            String id = Claims.text(message, "kid");
            Key key = id == null ? null : settings.keys().get(id);
            if (key == null || !key.canVerify(kind)) {
                if (settings.required()) {
                    throw forged(
                            id == null
                                    ? "its header does not name a key: write the key's id into it, as kid"
                                    : "it is signed with the key " + Quoted.text(id) + ", which "
                                            + (key == null ? "is not known here" : "is not for " + kind.word())
                                            + ": set it under curfew.auth.keys if it should be");
                }
                // No better than what is not signed, and no worse.
                return new Opened(message.content(), null);
            }
            return open(message, key);
        }

        private Opened open(Compact message, Key key) {
            for (String name : new String[] {"crit", "b64"}) {
                if (message.header().containsKey(name)) {
                    throw forged("its header says " + name + ", which nobody here understands: sign it without");
                }
            }
            String algorithm = Claims.text(message, "alg");
            if (!key.algorithm().word().equals(algorithm)) {
                throw forged("it says that it is signed by " + Quoted.text(String.valueOf(algorithm)) + ", and the key "
                        + key.id() + " signs by " + key.algorithm().word() + " alone");
            }
            Payload content = Jose.verified(message.text(), key);
            if (content == null) {
                throw forged("its signature is not that of the key " + key.id()
                        + ": it was signed with another, or changed on its way");
            }
            Claims claims = claims(message);
            if (!claims.audience().equals(namespace)) {
                throw new RefusedException(
                        Reason.ELSEWHERE,
                        "it was signed for the namespace " + Quoted.text(claims.audience()) + ", and this is "
                                + namespace,
                        null);
            }
            checkTimes(claims);
            seal = new Seal(key.id(), key.reach(), claims.signed(), claims.until(), settings.skew());
            return new Opened(content, message.identity(key.id()));
        }

        private Claims claims(Compact message) {
            try {
                return Claims.read(message, namespace);
            } catch (MalformedException e) {
                throw forged(String.valueOf(e.getMessage()));
            }
        }

        private void checkTimes(Claims claims) {
            if (now.isAfter(claims.until().plus(settings.skew()))) {
                throw new RefusedException(
                        Reason.EXPIRED,
                        "it was signed to count until " + claims.until() + ", and here it is " + now,
                        null);
            }
            if (claims.signed().isAfter(now.plus(settings.skew()))) {
                throw new RefusedException(
                        Reason.EXPIRED,
                        "it was signed at " + claims.signed() + ", and here it is " + now
                                + ": set the clocks, or raise curfew.auth.skew",
                        null);
            }
        }

        private RefusedException forged(String sentence) {
            return new RefusedException(Reason.FORGED, sentence, null);
        }
    }
}
