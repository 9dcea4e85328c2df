package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.auth.Admitted.Identity;
import io.github.curfew.model.SignalId;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the engine remembers, and how it waits. */
class BookkeepingTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static Identity id(String source, String id) {
        return new Identity("", new SignalId(source, id));
    }

    @Test
    void aSignalIsSeenOnceAndAFloodIsBounded() {
        SeenSignals seen = new SeenSignals();
        Identity first = id("/s", "first");
        assertThat(seen.add(first, Duration.ZERO, HOUR)).isTrue();
        assertThat(seen.add(first, Duration.ZERO, HOUR)).isFalse();
        assertThat(seen.add(id("/other", "first"), Duration.ZERO, HOUR)).isTrue();
        for (int count = 0; count < 250_000; count++) {
            boolean unused = seen.add(id("/s", "flood-" + count), Duration.ZERO, HOUR);
        }
        assertThat(seen.size()).isLessThanOrEqualTo(100_000);
        assertThat(seen.add(id("/s", "flood-249999"), Duration.ZERO, HOUR)).isFalse();
    }

    @Test
    void whatHasExpiredIsForgottenBeforeWhatHasNot() {
        SeenSignals seen = new SeenSignals();
        Identity lasting = id("/s", "lasting");
        assertThat(seen.add(lasting, Duration.ZERO, Duration.ofDays(1))).isTrue();
        for (int count = 0; count < 100_000; count++) {
            boolean unused =
                    seen.add(id("/s", "short-" + count), Duration.ofSeconds(count / 10), Duration.ofSeconds(1));
        }
        assertThat(seen.add(lasting, Duration.ofSeconds(9_999), HOUR)).isFalse();
    }

    /** A captured signal of another key would act once more on a lifecycle that still lives. */
    @Test
    void whoeverFloodsHasHisOwnSignalsForgotten() {
        SeenSignals seen = new SeenSignals();
        for (int count = 0; count < 40_000; count++) {
            assertThat(seen.add(by("ops", "s-" + count), Duration.ZERO, HOUR)).isTrue();
        }
        for (int count = 0; count < 250_000; count++) {
            boolean unused = seen.add(by("team", "s-" + count), Duration.ZERO, HOUR);
        }
        for (int count = 0; count < 40_000; count++) {
            assertThat(seen.has(by("ops", "s-" + count))).isTrue();
        }
        assertThat(seen.add(by("ops", "s-0"), Duration.ZERO, HOUR)).isFalse();
        assertThat(seen.has(by("team", "s-0"))).isFalse();
        assertThat(seen.has(by("team", "s-249999"))).isTrue();
        assertThat(seen.size()).isLessThanOrEqualTo(100_000);
    }

    private static Identity by(String key, String id) {
        return new Identity(key, new SignalId("/s", id));
    }

    @Test
    void backingOffGrowsToItsMostAndStartsAnew() {
        Backoff backoff = new Backoff(new SplittableRandom(3));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        for (int failure = 0; failure < 1_000; failure++) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
        }
        assertThat(backoff.next()).isGreaterThanOrEqualTo(Duration.ofMillis(2_500));
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aBrokersTimeIsTakenFromTheQuickestAnswerOfLate() {
        BrokerClock clock = new BrokerClock();
        Instant noon = Instant.parse("2026-11-20T12:00:00Z");
        assertThat(clock.now(HOUR)).isNull();
        clock.look(noon, HOUR, HOUR.plusMillis(10));
        clock.look(noon.plusSeconds(60), HOUR, HOUR.plusSeconds(4));
        assertThat(clock.now(HOUR.plusMillis(5))).isEqualTo(noon);
        Duration later = HOUR.plusMinutes(11);
        clock.look(noon.plusSeconds(7), later, later.plusSeconds(4));
        assertThat(clock.now(later.plusSeconds(2))).isEqualTo(noon.plusSeconds(7));
    }
}
