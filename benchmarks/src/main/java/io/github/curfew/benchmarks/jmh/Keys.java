package io.github.curfew.benchmarks.jmh;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Use;
import io.github.curfew.model.Selector;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings with one key, as a sender and a driver have them. */
final class Keys {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder();

    private Keys() {}

    /** With a key that both have. */
    static AuthSettings shared(String secret) {
        return of(secret, null);
    }

    /** With a private key, and the public one. */
    static AuthSettings pair(KeyPair pair) {
        return of(
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static AuthSettings of(String secret, @Nullable String publicKey) {
        Key key = Key.of("ops", secret, publicKey, Selector.EVERYONE, Use.ANY);
        return new AuthSettings(true, Duration.ofSeconds(30), null, Map.of("ops", key));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}
