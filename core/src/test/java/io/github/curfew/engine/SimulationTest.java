package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promises, held against thousands of histories. {@code -Dcurfew.sim.first} and {@code -Dcurfew.sim.count} choose
 * others, {@code -Dcurfew.sim.seed} tells one.
 */
class SimulationTest {
    private static final long FIRST = Long.getLong("curfew.sim.first", 1);
    private static final long COUNT = Long.getLong("curfew.sim.count", 3_000);
    private static final long MANY = Long.getLong("curfew.sim.count", 20_000);

    @BeforeAll
    static void capture() {
        LoggedFinals.capture();
    }

    @AfterAll
    static void release() {
        LoggedFinals.release();
    }

    private static List<String> violations(long seed, Plant plant) {
        return new History(seed, plant, false).run();
    }

    private static String tell(long seed) {
        History history = new History(seed, Plant.NONE, true);
        List<String> violations = history.run();
        return "seed " + seed + "\n" + String.join("\n", history.trace()) + "\n" + String.join("\n", violations);
    }

    @Test
    void everyHistoryKeepsThePromises() {
        Long one = Long.getLong("curfew.sim.seed");
        if (one != null) {
            System.out.println(tell(one));
            assertThat(violations(one, Plant.NONE)).isEmpty();
            return;
        }
        keepThePromises(COUNT);
    }

    @Test
    @Tag("full")
    void manyMoreHistoriesKeepThem() {
        keepThePromises(MANY);
    }

    private static void keepThePromises(long count) {
        long began = System.nanoTime();
        List<Long> failed = LongStream.range(FIRST, FIRST + count)
                .parallel()
                .filter(seed -> !violations(seed, Plant.NONE).isEmpty())
                .boxed()
                .toList();
        long took = (System.nanoTime() - began) / 1_000_000;
        System.out.println(count + " histories in " + took + " ms, " + count * 1_000 / Math.max(1, took) + " a second");
        assertThat(failed)
                .as(() -> failed.size() + " histories failed; the first is\n" + tell(failed.get(0)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"NONE", "TAKEOVER_.*"})
    void aPlantedBugIsNoticed(Plant plant) {
        long seed = FIRST;
        while (seed < FIRST + COUNT && violations(seed, plant).isEmpty()) {
            seed++;
        }
        System.out.println(plant + " was noticed after " + (seed - FIRST + 1) + " histories");
        assertThat(seed).as(plant + " was noticed").isLessThan(FIRST + COUNT);
    }
}
