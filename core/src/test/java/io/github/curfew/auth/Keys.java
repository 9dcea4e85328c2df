package io.github.curfew.auth;

import io.github.curfew.model.Selector;
import io.github.curfew.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys for tests, and messages signed by hand, as no library would sign them. */
public final class Keys {
    /** A shared secret. */
    public static final String SECRET = "0123456789abcdef0123456789abcdef";

    /** The namespace of all tests here. */
    public static final String NAMESPACE = "prod";

    private Keys() {}

    /**
     * A key that both sides have.
     *
     * @param id its id
     * @return a key that signs and verifies
     */
    public static Key shared(String id) {
        return shared(id, SECRET, "*", Use.ANY);
    }

    static Key shared(String id, String secret, String reach, Use use) {
        return Key.of(id, secret, null, Selector.parse(reach), use);
    }

    static KeyPair pair(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            if (kind.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Key ofPair(String id, KeyPair pair) {
        return Key.of(
                id,
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                pem("PUBLIC KEY", pair.getPublic().getEncoded()),
                Selector.EVERYONE,
                Use.ANY);
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    static AuthSettings settings(boolean required, Key... keys) {
        Map<String, Key> byId = Arrays.stream(keys).collect(Collectors.toMap(Key::id, Function.identity()));
        return new AuthSettings(required, Duration.ofSeconds(30), null, byId);
    }

    /**
     * Signs anything with a shared secret, whatever its header says.
     *
     * @param header JSON
     * @param content the payload
     * @param secret the secret
     * @return header, payload and signature
     */
    public static String hs256(String header, String content, String secret) {
        String signed = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64(content.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Signs as Curfew does. */
    static String sealed(Key key, String text, Duration counts, Instant now) {
        Payload sealed = Sealer.ofSignals(settings(false, key), NAMESPACE).seal(Payload.utf8(text), counts, now);
        return sealed.text().strip();
    }
}
