package io.github.curfew.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Chaos on one backend: seconds in every build, minutes in the full one. {@code -Dchaos.seed} tells a story again,
 * {@code -Dchaos.seconds} says how long it is.
 */
abstract class ChaosContract {
    private static final long SHORT = 5;
    private static final long LONG = 60;
    private static final Duration HEALING = Duration.ofSeconds(60);

    static {
        LoggedFinals.begin();
    }

    private final long seed;
    private final Set<String> drawn;

    /**
     * Makes it.
     *
     * @param seed of the story of every build; signatures are required in those whose seed is odd
     * @param drawn faults for whose sake this seed was chosen: they are in that story, where the machine lets them be made
     */
    ChaosContract(long seed, String... drawn) {
        this.seed = seed;
        this.drawn = Set.of(drawn);
    }

    /** Starts the server, and the ways to it. */
    abstract Victim victim() throws Exception;

    @Test
    @Timeout(180)
    void aShortStoryKeepsThePromises() throws Exception {
        long one = Long.getLong("chaos.seed", seed);
        tell(one, Long.getLong("chaos.seconds", SHORT), one == seed ? drawn : Set.of());
    }

    @Test
    @Tag("full")
    @Timeout(1_800)
    void longStoriesKeepThePromises() throws Exception {
        long first = Long.getLong("chaos.seed", System.nanoTime());
        for (int story = 0; story < 4; story++) {
            tell(first + story, Long.getLong("chaos.seconds", LONG), Set.of());
        }
    }

    private void tell(long one, long seconds, Set<String> expected) throws Exception {
        List<String> violations;
        Set<String> missing = new HashSet<>(expected);
        String figures;
        try (Victim victim = victim()) {
            Chaos.Result result = new Chaos(victim, one, Plant.NONE, HEALING).live(Duration.ofSeconds(seconds));
            violations = result.violations();
            missing.retainAll(victim.faults().stream().map(Fault::name).collect(Collectors.toSet()));
            missing.removeAll(result.faults());
            figures = getClass().getSimpleName() + ", " + seconds + " s, " + result.figures() + SmallDisk.takeRemark();
        }
        System.out.println(figures);
        assertThat(violations)
                .as("%s; again with -Dchaos.seed=%d -Dchaos.seconds=%d", figures, one, seconds)
                .isEmpty();
        assertThat(missing)
                .as("%s; faults for which its seed was chosen: choose another", figures)
                .isEmpty();
    }
}
