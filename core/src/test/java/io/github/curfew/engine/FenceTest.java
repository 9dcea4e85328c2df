package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.engine.Fence.Verdict;
import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FenceTest {
    private static final Instant DRIVER = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant BROKER = Instant.parse("2026-11-20T03:00:00Z");
    private static final Duration START = Duration.ofHours(1);
    private static final Duration ASKED = START.plusMillis(10);
    private static final Duration LATER = ASKED.plusMillis(20);
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Fence fence = new Fence(DRIVER, START);

    private boolean patient = true;
    private Duration arrived = ASKED;

    private Verdict verdict(@Nullable Instant published, @Nullable Instant sent, @Nullable Duration resolution) {
        Signal signal = new Signal(new SignalId("/t", "1"), Action.STOP, Selector.EVERYONE, Terms.DEFAULT, sent);
        Delivery delivery = new Delivery("1", published, Payload.utf8(""), Map.of(), null);
        return fence.verdict(new Arrival(delivery, arrived), signal, resolution, patient);
    }

    private static FencePosition position(Order order) {
        return new FencePosition(delivery -> order, ASKED);
    }

    @Test
    void aPositionIsBelievedAgainstAllClocks() {
        fence.position(position(Order.BEFORE));
        assertThat(verdict(BROKER.plusSeconds(9), DRIVER.plusSeconds(9), MILLI)).isEqualTo(Verdict.STALE);
    }

    @Test
    void aPositionThatComesTooLateIsNone() {
        fence.position(null);
        fence.position(position(Order.BEFORE));
        patient = false;
        assertThat(verdict(null, DRIVER.plusSeconds(1), null)).isEqualTo(Verdict.NEW);
    }

    @Test
    void whatComesAfterALaterPositionIsNewForCertain() {
        fence.position(null);
        assertThat(verdict(null, null, null)).isEqualTo(Verdict.PENDING);
        fence.laterPosition(position(Order.AFTER));
        fence.hello(null, null, START, START);
        assertThat(verdict(null, null, null)).isEqualTo(Verdict.NEW);
    }

    /** A hello that is sent again asks for the position again, and what came in between is still new. */
    @Test
    void theFirstLaterPositionCounts() {
        fence.position(null);
        fence.laterPosition(position(Order.AFTER));
        fence.laterPosition(position(Order.BEFORE));
        fence.hello(null, null, START, START);
        assertThat(verdict(null, null, null)).isEqualTo(Verdict.NEW);
    }

    /** A file was heard of, and deleted before the position could be read, which therefore does not have it. */
    @Test
    void whatCameBeforeALaterPositionWasAskedForIsNotAfterIt() {
        fence.position(null);
        fence.laterPosition(position(Order.AFTER));
        fence.hello(BROKER, MILLI, START, START);
        arrived = ASKED.minusMillis(1);
        assertThat(verdict(BROKER.minusSeconds(1), DRIVER.plusSeconds(9), MILLI))
                .isEqualTo(Verdict.STALE);
        assertThat(verdict(BROKER.plusSeconds(1), null, MILLI)).isEqualTo(Verdict.NEW);
        assertThat(verdict(null, null, null)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void whatCameBeforeThePositionWasAskedForIsStaleWhateverThatSays() {
        fence.position(position(Order.AFTER));
        arrived = ASKED.minusMillis(1);
        assertThat(verdict(BROKER.plusSeconds(9), DRIVER.plusSeconds(9), MILLI)).isEqualTo(Verdict.STALE);
    }

    @Test
    void whatComesAgainHadComeWhenItFirstDid() {
        Arrival first = new Arrival(new Delivery("1", null, Payload.utf8(""), Map.of(), "a"), ASKED);
        Arrival again = new Arrival(new Delivery("1", null, Payload.utf8(""), Map.of(), "b"), LATER);
        Arrival other = new Arrival(new Delivery("2", null, Payload.utf8(""), Map.of(), "c"), LATER);
        assertThat(again.since(first)).isEqualTo(new Arrival(again.delivery(), ASKED));
        assertThat(other.since(first)).isEqualTo(other);
    }

    @Test
    void ofWhatLiesBeforeALaterPositionItSaysNothing() {
        fence.position(null);
        fence.laterPosition(position(Order.BEFORE));
        fence.hello(null, null, START, START);
        assertThat(verdict(null, null, null)).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(null, DRIVER.plusSeconds(1), null)).isEqualTo(Verdict.NEW);
        fence.hello(BROKER, MILLI, START, START);
        assertThat(verdict(BROKER.minusSeconds(1), DRIVER.plusSeconds(9), MILLI))
                .isEqualTo(Verdict.STALE);
    }

    @Test
    void waitsForThePositionAndThenForTheHello() {
        assertThat(verdict(BROKER, DRIVER, MILLI)).isEqualTo(Verdict.PENDING);
        fence.position(null);
        assertThat(verdict(BROKER, DRIVER, MILLI)).isEqualTo(Verdict.PENDING);
        fence.hello(BROKER, MILLI, START, START);
        assertThat(verdict(BROKER.minusSeconds(1), DRIVER.plusSeconds(9), MILLI))
                .isEqualTo(Verdict.STALE);
        assertThat(verdict(BROKER.plusSeconds(1), null, MILLI)).isEqualTo(Verdict.NEW);
    }

    @Test
    void aHelloAnHourLateStillFences() {
        fence.position(null);
        Duration late = START.plus(Duration.ofHours(1));
        fence.hello(BROKER.plus(Duration.ofHours(1)), MILLI, late, late.plusMillis(20));
        // Two clocks drift apart by up to 1.8 s in an hour.
        assertThat(verdict(BROKER.minusSeconds(2), null, MILLI)).isEqualTo(Verdict.STALE);
        assertThat(verdict(BROKER, null, MILLI)).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(BROKER.plusSeconds(2), null, MILLI)).isEqualTo(Verdict.NEW);
    }

    @Test
    void oneSignalsPatienceIsNotAnothers() {
        fence.position(null);
        patient = false;
        assertThat(verdict(BROKER.minusSeconds(1), DRIVER.plusSeconds(9), MILLI))
                .isEqualTo(Verdict.NEW);
        patient = true;
        assertThat(verdict(BROKER.minusSeconds(1), DRIVER.plusSeconds(9), MILLI))
                .isEqualTo(Verdict.PENDING);
        fence.hello(BROKER, MILLI, START, START);
        assertThat(verdict(BROKER.minusSeconds(1), DRIVER.plusSeconds(9), MILLI))
                .isEqualTo(Verdict.STALE);
    }

    @Test
    void aHelloThatComesAfterAllCountsFromThenOn() {
        fence.position(null);
        fence.giveUpWaiting();
        assertThat(verdict(BROKER, null, MILLI)).isEqualTo(Verdict.UNKNOWN);
        fence.hello(BROKER, MILLI, START, START);
        assertThat(verdict(BROKER.plusSeconds(1), null, MILLI)).isEqualTo(Verdict.NEW);
    }

    @Test
    void aCoarseTimeIsNotBelievedTooFar() {
        fence.position(null);
        fence.hello(BROKER, SECOND, START, START);
        assertThat(verdict(BROKER.minusSeconds(1), null, SECOND)).isEqualTo(Verdict.STALE);
        assertThat(verdict(BROKER, null, SECOND)).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(BROKER.plusSeconds(1), null, SECOND)).isEqualTo(Verdict.NEW);
    }

    @Test
    void theSendersClockComesLastAndNoneIsUnknown() {
        fence.position(null);
        fence.hello(null, null, START, START);
        assertThat(verdict(null, DRIVER.plusMillis(1), null)).isEqualTo(Verdict.NEW);
        assertThat(verdict(null, DRIVER, null)).isEqualTo(Verdict.STALE);
        assertThat(verdict(null, null, null)).isEqualTo(Verdict.UNKNOWN);
    }
}
