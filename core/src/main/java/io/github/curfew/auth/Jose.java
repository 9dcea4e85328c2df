package io.github.curfew.auth;

import io.github.curfew.spi.Payload;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The only class that knows the library for signatures, which is there where keys are set, and may be absent elsewhere. */
final class Jose {
    private Jose() {}

    /**
     * Verifies.
     *
     * @param compact header, payload and signature
     * @param key by whom it says it is; its algorithm alone is allowed
     * @return the very bytes that were signed; null if the signature is not this key's
     */
    static @Nullable Payload verified(String compact, Key key) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(new AlgorithmConstraints(
                    ConstraintType.PERMIT, key.algorithm().word()));
            signature.setCompactSerialization(compact);
            signature.setKey(key.verifying());
            return signature.verifySignature() ? Payload.of(signature.getPayloadBytes()) : null;
        } catch (JoseException e) {
            return null;
        }
    }

    /** Signs bytes with what is said beside them. */
    static String signed(Payload content, Key key, Claims claims) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmHeaderValue(key.algorithm().word());
            signature.setKeyIdHeaderValue(key.id());
            signature.getHeaders().setObjectHeaderValue(Claims.AUDIENCE, claims.audience());
            signature.getHeaders().setObjectHeaderValue(Claims.SIGNED, Claims.number(claims.signed()));
            signature.getHeaders().setObjectHeaderValue(Claims.UNTIL, Claims.number(claims.until()));
            signature.setPayloadBytes(content.bytes());
            signature.setKey(key.signing());
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("signing with the key " + key.id() + " failed", e);
        }
    }
}
