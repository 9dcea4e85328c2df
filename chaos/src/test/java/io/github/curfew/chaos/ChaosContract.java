package io.github.curfew.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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

    private final long seed;

    /**
     * Makes it.
     *
     * @param seed of the story of every build; signatures are required in those whose seed is odd
     */
    ChaosContract(long seed) {
        this.seed = seed;
    }

    /** Starts the server, and the ways to it. */
    abstract Victim victim() throws Exception;

    @Test
    @Timeout(180)
    void aShortStoryKeepsThePromises() throws Exception {
        tell(Long.getLong("chaos.seed", seed), Long.getLong("chaos.seconds", SHORT));
    }

    @Test
    @Tag("full")
    @Timeout(1_800)
    void longStoriesKeepThePromises() throws Exception {
        long first = Long.getLong("chaos.seed", System.nanoTime());
        for (int story = 0; story < 4; story++) {
            tell(first + story, Long.getLong("chaos.seconds", LONG));
        }
    }

    private void tell(long one, long seconds) throws Exception {
        List<String> violations;
        String figures;
        try (Victim victim = victim()) {
            Chaos.Result result = new Chaos(victim, one, Plant.NONE, HEALING).live(Duration.ofSeconds(seconds));
            violations = result.violations();
            figures = getClass().getSimpleName() + ", " + seconds + " s, " + result.figures();
        }
        System.out.println(figures);
        assertThat(violations)
                .as("%s; again with -Dchaos.seed=%d -Dchaos.seconds=%d", figures, one, seconds)
                .isEmpty();
    }
}
