package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.redis.RedisReplies.State;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RedisLedgerTest {
    private final RedisLedger ledger = new RedisLedger(
            "stream", new RedisPosition(StreamId.ZERO, 0, StreamId.ZERO, null), new AtomicReference<>(StreamId.ZERO));

    private static StreamId id(int number) {
        return StreamId.parse(number + "-0");
    }

    private String look(int last, int added) {
        ledger.look();
        return String.valueOf(ledger.compare(new State(id(last), added)));
    }

    private void read(int first, int last) {
        for (int number = first; number <= last; number++) {
            assertThat(ledger.pass(id(number))).isFalse();
        }
    }

    @Test
    void whatCameAfterTheLookAndWasReadIsNotMissed() {
        assertThat(look(4, 4)).isEqualTo("null");
        read(1, 8);
        assertThat(ledger.foundNothing()).isNull();
        assertThat(look(8, 8)).isEqualTo("null");
        assertThat(ledger.isAtEnd()).isTrue();
    }

    @Test
    void whatWasTrimmedBeforeTheLookIsMissedAtTheNextOne() {
        assertThat(look(4, 4)).isEqualTo("null");
        read(3, 8);
        assertThat(ledger.foundNothing()).isNull();
        assertThat(look(8, 8)).startsWith("2 messages were trimmed or deleted");
    }

    @Test
    void whatIsNoLongerThereIsMissedAtOnce() {
        assertThat(look(4, 4)).isEqualTo("null");
        read(1, 2);
        assertThat(ledger.foundNothing()).startsWith("2 messages were trimmed or deleted");
        assertThat(look(4, 4)).isEqualTo("null");
    }

    @Test
    void afterALossWhatItLeftIsCountedAndNothingOfBefore() {
        assertThat(look(8, 8)).isEqualTo("null");
        read(1, 8);
        assertThat(look(8, 8)).isEqualTo("null");
        assertThat(look(6, 2)).startsWith("Redis has lost data");
        assertThat(ledger.pass(id(5))).isTrue();
        assertThat(ledger.pass(id(6))).isTrue();
        assertThat(ledger.foundNothing()).isNull();
        assertThat(ledger.position().last()).isEqualTo(id(6));
        assertThat(ledger.position().added()).isEqualTo(2);
    }
}
