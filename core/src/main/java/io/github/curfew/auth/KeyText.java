package io.github.curfew.auth;

import io.github.curfew.MalformedException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Keys out of what people write into settings and files: a shared secret is its own text, all others are PEM. */
record KeyText(
        Algorithm algorithm,
        @Nullable Key signing,
        @Nullable Key verifying) {
    /** RFC 7518, 3.2: a secret shorter than the hash can be guessed more easily than the hash. */
    static final int SHORTEST_SECRET = 32;

    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    /** The order of P-256 begins so; other curves with 256 bits have others. */
    private static final BigInteger P256 =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    static KeyText read(@Nullable String secret, @Nullable String publicKey) {
        PublicKey open = publicKey == null ? null : publicKey(publicKey);
        if (secret == null) {
            if (open == null) {
                throw new MalformedException("it has neither secret nor public-key: set one of them");
            }
            return new KeyText(algorithm(open), null, open);
        }
        if (!secret.contains("-----BEGIN")) {
            if (open != null) {
                throw new MalformedException("it has a public-key, and its secret is no private key in PEM: leave the"
                        + " public key out for a shared secret, or give the private key that belongs to it");
            }
            Key shared = shared(secret);
            return new KeyText(Algorithm.HS256, shared, shared);
        }
        PrivateKey closed = privateKey(secret);
        if (open != null && algorithm(open) != algorithm(closed)) {
            throw new MalformedException("its public-key and the private key in its secret are of different kinds ("
                    + algorithm(open).word() + " and " + algorithm(closed).word()
                    + "): give the two that belong together");
        }
        return new KeyText(algorithm(closed), closed, open);
    }

    private static Key shared(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_SECRET) {
            throw new MalformedException("its secret has " + bytes.length + " bytes, and " + SHORTEST_SECRET
                    + " are the least: make one with 'curfew keygen'");
        }
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    private static PrivateKey privateKey(String text) {
        KeySpec spec = new PKCS8EncodedKeySpec(der("its secret", "PRIVATE KEY", text));
        return key("its secret", factory -> factory.generatePrivate(spec));
    }

    private static PublicKey publicKey(String text) {
        KeySpec spec = new X509EncodedKeySpec(der("its public-key", "PUBLIC KEY", text));
        return key("its public-key", factory -> factory.generatePublic(spec));
    }

    /** The bytes between the lines. Settings without line breaks may have spaces, or nothing, in their place. */
    private static byte[] der(String what, String kind, String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new MalformedException(
                    what + " is no PEM: it begins with -----BEGIN " + kind + "----- and has an end");
        }
        if (!pem.group(1).equals(kind)) {
            throw new MalformedException(what + " is a PEM of " + pem.group(1) + " where a " + kind
                    + " is needed; 'curfew keygen' makes both, and 'openssl pkey' converts");
        }
        try {
            return Base64.getDecoder().decode(pem.group(2).replace("\\n", "").replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(what + " is a PEM whose inside is no base64: copy it anew");
        }
    }

    private interface Maker<K> {
        K make(KeyFactory factory) throws InvalidKeySpecException;
    }

    private static <K extends Key> K key(String what, Maker<K> maker) {
        for (String kind : new String[] {"Ed25519", "EC"}) {
            try {
                K key = maker.make(KeyFactory.getInstance(kind));
                var unused = algorithm(key);
                return key;
            } catch (InvalidKeySpecException e) {
                // Then it is of the next kind, or of none.
            } catch (GeneralSecurityException e) {
                throw new MalformedException("this Java cannot do " + kind + ", and " + what + " may need it");
            }
        }
        throw new MalformedException(
                what + " is neither an Ed25519 key nor one on P-256: make one with 'curfew keygen'");
    }

    private static Algorithm algorithm(Key key) {
        if (key instanceof EdECKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return Algorithm.EDDSA;
        }
        if (key instanceof ECKey ec && ec.getParams().getOrder().equals(P256)) {
            return Algorithm.ES256;
        }
        throw new MalformedException("it is on a curve that is not in use here: only Ed25519 and P-256 are");
    }

    /** A key's own text would be part of a record's. */
    @Override
    public String toString() {
        return "KeyText[" + algorithm.word() + "]";
    }
}
