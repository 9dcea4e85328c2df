package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final AtomicLong now = new AtomicLong();
    private final Allowance allowance = new Allowance(now::get);

    @Test
    void aFloodGetsAQuarterOfACore() {
        long worked = 0;
        Duration work = Duration.ofMillis(3);
        while (now.get() < Duration.ofSeconds(60).toNanos()) {
            now.addAndGet(work.toNanos());
            worked += work.toMillis();
            now.addAndGet(allowance.spend(work.toNanos()).toNanos());
        }
        assertThat(worked).isBetween(15_000L, 15_600L);
    }

    @Test
    void whoAsksNowAndThenNeverWaits() {
        for (int request = 0; request < 10_000; request++) {
            now.addAndGet(Duration.ofMillis(40).toNanos());
            assertThat(allowance.spend(Duration.ofMillis(8).toNanos())).isZero();
        }
        assertThat(allowance.spend(Duration.ofMillis(480).toNanos())).isZero();
    }

    @Test
    void noRestIsLong() {
        assertThat(allowance.spend(Duration.ofMinutes(5).toNanos())).isEqualTo(Duration.ofMillis(100));
    }
}
