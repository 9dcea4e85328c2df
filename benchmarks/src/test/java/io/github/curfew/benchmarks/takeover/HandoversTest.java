package io.github.curfew.benchmarks.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty versions take over one from the other, a stateless and a stateful query each, over a real broker. */
@Tag("full")
class HandoversTest {
    private static final int HANDOVERS = 20;
    /** A version lives for seconds, most of which would go into compiling what runs once. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "redis"})
    @Timeout(1800)
    void noRowIsWrittenTwiceOrNeverOrCountedWrongly(String backend) throws Exception {
        try (Broker broker = Broker.start(backend, home);
                Chain chain = new Chain(backend, home, true, true, broker.settings("handovers"), SHORT_LIVED)) {
            for (int handover = 0; handover < HANDOVERS; handover++) {
                chain.handOver();
            }
            Chain.Account account = chain.account();
            System.out.println(HANDOVERS + " handovers over " + backend + "; " + account);
            assertThat(account.wrong()).isZero();
            assertThat(chain.gaps()).hasSize(HANDOVERS);
        }
    }
}
