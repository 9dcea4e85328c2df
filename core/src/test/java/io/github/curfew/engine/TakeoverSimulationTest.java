package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Never two at once, held against thousands of histories; {@code -Dcurfew.takeover.sim.count} chooses more of them, and
 * {@code -Dcurfew.takeover.sim.seed} tells one.
 */
class TakeoverSimulationTest {
    private static final long COUNT = Long.getLong("curfew.takeover.sim.count", 200);

    /** Until then only the plainest of the planted bugs is noticed, and a history takes a tenth of a second. */
    private static final long FIRST_PLANTED = 40;

    private static final long LAST_PLANTED = 500;

    @BeforeAll
    static void silence() {
        LoggedFinals.capture();
    }

    @AfterAll
    static void release() {
        LoggedFinals.release();
    }

    private static String tell(long seed) {
        TakeoverHistory history = new TakeoverHistory(seed, Plant.NONE, true);
        List<String> complaints = history.run();
        return "seed " + seed + "\n" + String.join("\n", history.trace()) + "\n" + String.join("\n", complaints);
    }

    @Test
    void neverTwoAtOnceAndOneInTheEnd() {
        Long one = Long.getLong("curfew.takeover.sim.seed");
        if (one != null) {
            System.out.println(tell(one));
        }
        List<Long> failed = LongStream.rangeClosed(1, COUNT)
                .parallel()
                .filter(seed ->
                        !new TakeoverHistory(seed, Plant.NONE, false).run().isEmpty())
                .boxed()
                .toList();
        assertThat(failed)
                .as(() -> failed.size() + " histories failed; the first is\n" + tell(failed.get(0)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "TAKEOVER_.*")
    void aPlantedBugIsNoticed(Plant plant) {
        long seed = FIRST_PLANTED;
        while (seed <= LAST_PLANTED
                && new TakeoverHistory(seed, plant, false).run().isEmpty()) {
            seed++;
        }
        System.out.println(plant + " was noticed by history " + seed);
        assertThat(seed).as(plant + " was noticed").isLessThanOrEqualTo(LAST_PLANTED);
    }
}
