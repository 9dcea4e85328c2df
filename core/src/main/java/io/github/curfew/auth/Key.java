package io.github.curfew.auth;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Selector;
import org.jspecify.annotations.Nullable;

/**
 * A key by its id. Immutable; printing it shows nothing of the key itself.
 */
public final class Key {
    private final String id;
    private final Algorithm algorithm;
    private final java.security.@Nullable Key signing;
    private final java.security.@Nullable Key verifying;
    private final Selector reach;
    private final Use use;

    private Key(
            String id,
            Algorithm algorithm,
            java.security.@Nullable Key signing,
            java.security.@Nullable Key verifying,
            Selector reach,
            Use use) {
        this.id = id;
        this.algorithm = algorithm;
        this.signing = signing;
        this.verifying = verifying;
        this.reach = reach;
        this.use = use;
    }

    /**
     * Makes a key of what its owner wrote.
     *
     * @param id by which messages name it
     * @param secret the text of a shared secret, or a private key in PEM; null where this process shall not sign with it
     * @param publicKey a public key in PEM; null where this process shall not verify with it, or needs none for it
     * @param reach whom its signals can mean at the most; everyone, unless it is for signals alone
     * @param use what its signature counts on
     * @return the key
     * @throws MalformedException with one sentence that shows nothing of the key, if it is none
     */
    public static Key of(String id, @Nullable String secret, @Nullable String publicKey, Selector reach, Use use) {
        if (!reach.isEveryone() && use.covers(Use.REPORTS)) {
            // A signal's labels are the run's, as its driver knows them; a report's are the signer's own words.
            throw new MalformedException("its selector bounds signals alone, since whoever forges a report chooses its"
                    + " labels: set its use to signals, or leave its selector out");
        }
        KeyText text = KeyText.read(secret, publicKey);
        return new Key(id, text.algorithm(), text.signing(), text.verifying(), reach, use);
    }

    /**
     * By what messages name it.
     *
     * @return letters, digits, {@code -} and {@code _}
     */
    public String id() {
        return id;
    }

    /**
     * How it signs.
     *
     * @return the one way
     */
    public Algorithm algorithm() {
        return algorithm;
    }

    /** Whom its signals can mean at the most. */
    Selector reach() {
        return reach;
    }

    boolean canSign(Use kind) {
        return signing != null && use.covers(kind);
    }

    boolean canVerify(Use kind) {
        return verifying != null && use.covers(kind);
    }

    java.security.Key signing() {
        if (signing == null) {
            throw new IllegalStateException("the key " + id + " cannot sign: it has no secret here");
        }
        return signing;
    }

    java.security.Key verifying() {
        if (verifying == null) {
            throw new IllegalStateException("the key " + id + " cannot verify: it has no public key here");
        }
        return verifying;
    }

    @Override
    public String toString() {
        return "Key[" + id + ", " + algorithm.word() + ", " + use.word() + ", reach=" + reach
                + (signing == null ? ", verifies" : verifying == null ? ", signs" : ", signs and verifies") + "]";
    }
}
