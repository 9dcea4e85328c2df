package io.github.curfew.auth;

import io.github.curfew.CurfewException;
import io.github.curfew.MalformedException;
import io.github.curfew.hostile.Guard;
import io.github.curfew.model.Report;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages at the place where it is judged whose word they are, with keys there: as anybody can write them, and with headers
 * and contents that one who has a key has signed.
 */
public final class AdmissionTarget {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final SignalId BROKERS = new SignalId("/curfew/backends/test", "0-42");
    private static final String SECRET = Guard.SECRET + " and some more of it";
    private static final Key SHARED = Keys.shared("ops", SECRET, "*", Use.ANY);
    private static final Key[] KEYS = {
        SHARED,
        Keys.shared("team", SECRET + "!", "team=payments", Use.SIGNALS),
        Keys.ofPair("ed", KeyTarget.made("Ed25519")),
        Keys.ofPair("ec", KeyTarget.made("EC"))
    };
    private static final Admission OPEN = new Admission(Keys.settings(false, KEYS), Keys.NAMESPACE);
    private static final Admission GUARDED = new Admission(Keys.settings(true, KEYS), Keys.NAMESPACE);

    private AdmissionTarget() {}

    /** Inputs to begin with: as it comes, and a header with a content that is signed before it comes. */
    public static List<String> seeds() {
        String times = ",\"iat\":" + NOW.getEpochSecond() + ",\"exp\":"
                + NOW.plusSeconds(3600).getEpochSecond() + "}";
        String header = "{\"alg\":\"HS256\",\"kid\":\"ops\",\"aud\":\"prod\"" + times;
        String event = "{\"specversion\":\"1.0\",\"id\":\"01J\",\"source\":\"/ops\","
                + "\"type\":\"io.github.curfew.stop.requested.v1\",\"subject\":\"app.name=orders\",\"data\":{}}";
        String forged = Keys.hs256(header, "stop orders", "a secret that nobody here has as his own");
        String signature = forged.substring(forged.lastIndexOf('.'));
        return List.of(
                "\u0000stop orders",
                "\u0000" + forged,
                "\u0000{\"Type\":\"Notification\",\"MessageId\":\"1\",\"Message\":\"" + forged + "\"}",
                "\u0000{\"detail-type\":\"x\",\"id\":\"1\",\"detail\":{\"signed\":\"" + forged + "\"}}",
                "\u0000"
                        + Keys.hs256(header.replace("HS256", "none"), "stop *", "x")
                                .replaceFirst("\\.[^.]*$", "."),
                "\u0000" + forged(header, "EdDSA", "ed") + signature + signature.substring(1),
                "\u0000" + forged(header, "ES256", "ec") + signature + signature.substring(1),
                "\u0001" + header + "\n--\nstop orders",
                "\u0001" + header.replace("\"prod\"", "[\"staging\",\"prod\"]") + "\n--\n" + event,
                "\u0001" + header.replace(times, ",\"iat\":1795168800.25,\"exp\":1795168801.5,\"crit\":[\"b64\"]}")
                        + "\n--\n{\"stop\":\"orders\",\"expiry\":\"1h\"}",
                "\u0001" + header.replace("prod", "pröd\\u0000\\u202e") + "\n--\nstop *",
                "\u0002" + header + "\n--\n{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/curfew/drivers/d\"}");
    }

    /** A header and a content that ask for the signature of a pair. */
    private static String forged(String header, String algorithm, String key) {
        String whole = Keys.hs256(header.replace("HS256", algorithm).replace("ops", key), "stop orders", "x");
        return whole.substring(0, whole.lastIndexOf('.'));
    }

    /** One input: the first byte says whether it is signed here, and what for. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        if (data.length == 0 || text.contains(Guard.SECRET)) {
            return;
        }
        boolean signs = (data[0] & 3) != 0;
        String rest = new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
        String[] parts = rest.split("\n--\n", 2);
        String message = signs ? Keys.hs256(parts[0], parts.length < 2 ? "" : parts[1], SECRET) : rest;
        boolean asReport = (data[0] & 3) == 2;
        for (Admission admission : List.of(OPEN, GUARDED)) {
            Guard.read(AdmissionTarget::refuses, () -> {
                if (asReport) {
                    Admitted<Report> admitted = admission.report(Payload.utf8(message), NOW);
                    judge(admission, signs, admitted.seal());
                } else {
                    Admitted<Signal> admitted = signal(admission, message, BROKERS);
                    judge(admission, signs, admitted.seal());
                    twice(admission, message, admitted);
                }
            });
        }
        Guard.read(problem -> false, () -> OPEN.claimed(Payload.utf8(message)));
    }

    private static Admitted<Signal> signal(Admission admission, String message, SignalId brokers) {
        return admission.signal(Payload.utf8(message), Map.of(), brokers, NOW);
    }

    private static boolean refuses(Throwable problem) {
        if (problem instanceof CurfewException) {
            Guard.hides(String.valueOf(problem.getMessage()));
        }
        return problem instanceof MalformedException || problem instanceof RefusedException;
    }

    private static void judge(Admission admission, boolean signed, @Nullable Seal seal) {
        if (seal == null) {
            if (admission == GUARDED) {
                throw new AssertionError("taken without a signature");
            }
            return;
        }
        if (!signed) {
            throw new AssertionError("a signature was guessed, or not looked at");
        }
        if (!seal.key().equals(SHARED.id()) || !seal.reach().equals(Selector.EVERYONE)) {
            throw new AssertionError("taken for the word of another key: " + seal);
        }
        if (seal.until().plus(seal.skew()).isBefore(NOW)
                || seal.signed().minus(seal.skew()).isAfter(NOW)) {
            throw new AssertionError("it counts, and not now: " + seal);
        }
        Guard.sentence(seal.key());
    }

    /** A copy by another way is the same signal, whatever broker brings it, where its signer vouches for it. */
    private static void twice(Admission admission, String message, Admitted<Signal> first) {
        Admitted<Signal> again = signal(admission, message, new SignalId("/curfew/backends/other", "1"));
        Signal one = first.message();
        boolean same = again.identity(again.message().id()).equals(first.identity(one.id()));
        if (first.seal() != null && !same) {
            throw new AssertionError("one signature, and two signals: " + one.id() + ", "
                    + again.message().id());
        }
        if (first.seal() != null && (one.time() == null || one.terms().expiry() == null)) {
            throw new AssertionError("signed, and without a time or an end");
        }
    }
}
