package io.github.curfew.auth;

import io.github.curfew.MalformedException;
import io.github.curfew.hostile.Guard;
import io.github.curfew.model.Selector;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys as their owner writes them into a file or a setting, rightly or not: as text, and as the bytes inside of a PEM. */
public final class KeyTarget {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final KeyPair ED = made("Ed25519");
    private static final KeyPair EC = made("EC");

    private KeyTarget() {}

    /** Inputs to begin with. */
    public static List<byte[]> seeds() {
        return List.of(
                text("\u0000" + Keys.SECRET),
                text("\u0000" + Keys.pem("PRIVATE KEY", ED.getPrivate().getEncoded())),
                text("\u0001" + Keys.pem("PUBLIC KEY", EC.getPublic().getEncoded())),
                text("\u0000" + Keys.pem("PRIVATE KEY", made("RSA").getPrivate().getEncoded())),
                text("\u0000-----BEGIN EC PRIVATE KEY-----\\nAAAA\\n-----END EC PRIVATE KEY-----"),
                pair(ED.getPrivate().getEncoded(), ED.getPublic().getEncoded()),
                pair(EC.getPrivate().getEncoded(), EC.getPublic().getEncoded()),
                pair(EC.getPrivate().getEncoded(), ED.getPublic().getEncoded()),
                pair(new byte[0], ED.getPublic().getEncoded()),
                pair(new byte[0], made("RSA").getPublic().getEncoded()));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How long the first is, then both. */
    private static byte[] pair(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(2);
        all.write(one.length);
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    /** The same in every process, so that an input that was shown can be tried again. */
    static KeyPair made(String kind) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(13);
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(kind.equals("RSA") ? 1024 : kind.equals("EC") ? 256 : 255, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One input: the first byte says what it is of. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        String text = new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
        switch (data[0] & 3) {
            case 0 -> {
                read(text, null);
                hidden(text);
            }
            case 1 -> read(null, text);
            default -> {
                int length = Math.min(data[1] & 255, data.length - 2);
                byte[] closed = Arrays.copyOfRange(data, 2, 2 + length);
                byte[] open = Arrays.copyOfRange(data, 2 + length, data.length);
                read(
                        length == 0 ? null : Keys.pem("PRIVATE KEY", closed),
                        open.length == 0 ? null : Keys.pem("PUBLIC KEY", open));
            }
        }
    }

    private static void read(@Nullable String secret, @Nullable String open) {
        Guard.read(MalformedException.class::isInstance, () -> {
            Key key = Key.of("ops", secret, open, Selector.EVERYONE, Use.ANY);
            Guard.sentence(key.toString());
            // A key that was taken can be used, though the two of a pair need not belong together.
            Admission admission = new Admission(Keys.settings(true, key), Keys.NAMESPACE);
            String sealed = key.canSign(Use.SIGNALS)
                    ? Sealer.ofSignals(Keys.settings(true, key), Keys.NAMESPACE)
                            .seal(Payload.utf8("stop orders"), Duration.ofHours(1), NOW)
                            .text()
                    : Keys.sealed(other(key), "stop orders", Duration.ofHours(1), NOW);
            if (key.canVerify(Use.SIGNALS)) {
                verify(admission, sealed, key.algorithm() == Algorithm.HS256);
            }
        });
    }

    private static Key other(Key key) {
        return Keys.ofPair("ops", key.algorithm() == Algorithm.EDDSA ? ED : EC);
    }

    private static void verify(Admission admission, String sealed, boolean itself) {
        try {
            admission.signal(Payload.utf8(sealed), Map.of(), new SignalId("/test", "1"), NOW);
        } catch (RefusedException e) {
            Guard.sentence(String.valueOf(e.getMessage()));
            if (itself) {
                throw new AssertionError("a shared secret that does not know itself", e);
            }
        }
    }

    /** What is said of a key that is none shows nothing of it. */
    private static void hidden(String text) {
        if (text.contains(Guard.SECRET)) {
            return;
        }
        for (String secret : new String[] {text + Guard.SECRET, Guard.SECRET + text}) {
            Guard.read(MalformedException.class::isInstance, () -> {
                try {
                    Guard.hides(Key.of("ops", secret, null, Selector.EVERYONE, Use.ANY)
                            .toString());
                } catch (MalformedException e) {
                    Guard.hides(String.valueOf(e.getMessage()));
                }
            });
        }
    }
}
