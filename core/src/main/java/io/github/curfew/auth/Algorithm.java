package io.github.curfew.auth;

/** How a key signs. A key has one, and a message cannot choose another. */
public enum Algorithm {
    /** HMAC with SHA-256, over a secret that both sides have. */
    HS256("HS256"),
    /** Ed25519: who has the public key can verify, and not sign. */
    EDDSA("EdDSA"),
    /** ECDSA with P-256 and SHA-256, for key stores that have no Ed25519. */
    ES256("ES256");

    private final String word;

    Algorithm(String word) {
        this.word = word;
    }

    /**
     * The name by which a message says it.
     *
     * @return as registered for JOSE
     */
    public String word() {
        return word;
    }
}
