package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.engine.Ending;
import io.github.curfew.engine.Ending.Proof;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 1: any number of stops and starts, and not a row is written twice or never. */
class DrainCycleTest {
    static Stream<Arguments> triggers() {
        return Stream.of(
                Arguments.of("default", Trigger.ProcessingTime(0)),
                Arguments.of(
                        "ProcessingTime",
                        Trigger.ProcessingTime(Duration.ofMillis(300).toMillis())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("triggers")
    void nothingIsCut(String name, Trigger trigger, @TempDir Path home) throws Exception {
        cycles(trigger, home, 6);
    }

    @Tag("full")
    @ParameterizedTest(name = "{0}")
    @MethodSource("triggers")
    void nothingIsCutInManyCycles(String name, Trigger trigger, @TempDir Path home) throws Exception {
        cycles(trigger, home, 30);
    }

    private static void cycles(Trigger trigger, Path home, int cycles) throws Exception {
        Ledger ledger = new Ledger(home);
        SparkSession session = LocalSpark.session(home.resolve("checkpoints"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int cycle = 0; cycle < cycles; cycle++) {
            ledger.feed(4, 8);
            StreamingQuery query = ledger.stream(session)
                    .writeStream()
                    .queryName("ledger")
                    .trigger(trigger)
                    .foreachBatch(ledger.sink(Duration.ofMillis(15)))
                    .start();
            // A moment that nobody chose: there is no condition to await.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
            Ending ending = TestLadder.drain(TestLadder.run(query));
            assertThat(ending.proof())
                    .as("cycle %s, seed %s: %s", cycle, seed, ending.detail())
                    .isEqualTo(Proof.COMMITTED);
            assertThat(query.awaitTermination(10_000)).isTrue();
        }
        finish(ledger, session);
        Account account = ledger.account();
        assertThat(account).as("seed %s", seed).isEqualTo(new Account(account.in(), account.in(), 0, 0));
    }

    private static void finish(Ledger ledger, SparkSession session) throws Exception {
        ledger.stream(session)
                .writeStream()
                .queryName("ledger")
                .trigger(Trigger.AvailableNow())
                .foreachBatch(ledger.sink(Duration.ZERO))
                .start()
                .awaitTermination();
    }
}
