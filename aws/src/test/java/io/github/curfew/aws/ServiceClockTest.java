package io.github.curfew.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpResponse;

class ServiceClockTest {
    /** A service whose clock is two hours ahead of this machine's. */
    private static final Duration AHEAD = Duration.ofHours(2);

    private final ServiceClock clock = new ServiceClock();

    private static long nanos(Duration length) {
        return length.toNanos();
    }

    private static SdkHttpResponse dated(String date) {
        return SdkHttpResponse.builder().statusCode(400).putHeader("Date", date).build();
    }

    @Test
    void beforeTheFirstAnswerItIsThisMachines() {
        assertThat(clock.isKnown()).isFalse();
        assertThat(clock.about()).isCloseTo(Instant.now(), within(1, ChronoUnit.SECONDS));
        assertThat(clock.during(0, 1)).isNull();
        clock.look(dated("the day before yesterday"), 0, 1);
        clock.look(SdkHttpResponse.builder().statusCode(200).build(), 0, 1);
        assertThat(clock.isKnown()).isFalse();
    }

    @Test
    void anAnswersDateIsRead() {
        assertThat(ServiceClock.date(dated("Sat, 21 Nov 2026 09:40:48 GMT")))
                .isEqualTo(Instant.parse("2026-11-21T09:40:48Z"));
        assertThat(ServiceClock.date(null)).isNull();
    }

    /** Answers of random length at random moments: the truth is always within, and the bounds grow narrow. */
    @Test
    void manyAnswersBoundItCloselyAndNeverWrongly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long here = System.nanoTime() - nanos(Duration.ofMinutes(5));
        Instant there = Instant.now().plus(AHEAD).minus(Duration.ofMinutes(5));
        Duration passed = Duration.ZERO;
        ServiceClock.Span span = null;
        for (int i = 0; i < 200; i++) {
            passed = passed.plusMillis(1 + random.nextInt(1_400));
            Duration way = Duration.ofMillis(random.nextInt(20));
            Duration back = Duration.ofMillis(random.nextInt(20));
            Instant date = there.plus(passed).plus(way).truncatedTo(ChronoUnit.SECONDS);
            long asked = here + nanos(passed);
            long answered = asked + nanos(way) + nanos(back);
            clock.look(date, asked, answered);
            span = Objects.requireNonNull(clock.during(asked, answered));
            assertThat(there.plus(passed).plus(way))
                    .as("seed %d, answer %d", seed, i)
                    .isBetween(span.from().minusMillis(2), span.to().plusMillis(2));
        }
        assertThat(Duration.between(Objects.requireNonNull(span).from(), span.to()))
                .as("seed %d", seed)
                .isLessThan(Duration.ofMillis(400));
        assertThat(clock.atLeast())
                .as("seed %d", seed)
                .isBefore(clock.about())
                .isCloseTo(Instant.now().plus(AHEAD), within(3, ChronoUnit.SECONDS));
    }

    @Test
    void aClockThatWasSetIsBelieved() {
        Instant there = Instant.parse("2026-11-21T09:40:48Z");
        clock.look(there, 0, nanos(Duration.ofMillis(5)));
        long later = nanos(Duration.ofSeconds(10));
        clock.look(there.minus(Duration.ofHours(1)), later, later + nanos(Duration.ofMillis(5)));
        assertThat(Objects.requireNonNull(clock.during(later, later)).to())
                .isBefore(there.minus(Duration.ofMinutes(59)));
    }
}
