package io.github.curfew.auth;

import io.github.curfew.model.Selector;
import java.time.Duration;
import java.time.Instant;

/**
 * A signature that was verified.
 *
 * @param key the id of the key that made it
 * @param reach whom signals under that key can mean at the most
 * @param signed when it was made, by the signer's clock
 * @param until when it no longer counts, by the signer's clock
 * @param skew how far two clocks may be apart
 */
public record Seal(String key, Selector reach, Instant signed, Instant until, Duration skew) {
    /**
     * Whether it was made before something began, so that a captured message, sent again, would act on what its signer
     * never saw.
     *
     * @param started when that began
     * @return true if clocks that are as far apart as is allowed cannot explain it
     */
    public boolean isOlderThan(Instant started) {
        return signed.isBefore(started.minus(skew));
    }

    /**
     * When a message under it was heard: one that was captured and is sent again says nothing of now.
     *
     * @param arrived when it came, by the broker's clock
     * @return not long after it was signed
     */
    public Instant heard(Instant arrived) {
        Instant latest = signed.plus(skew);
        return arrived.isAfter(latest) ? latest : arrived;
    }

    /**
     * For how long a message under it has to be remembered, so that it acts once.
     *
     * @param now by the reader's clock
     * @return not negative
     */
    public Duration left(Instant now) {
        Duration left = Duration.between(now, until.plus(skew));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
