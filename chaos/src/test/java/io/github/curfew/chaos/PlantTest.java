package io.github.curfew.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker can fail: it notices each of the bugs that are put in on purpose, and says which promise is broken. */
@Timeout(300)
class PlantTest {
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final Duration HEALING = Duration.ofSeconds(4);
    private static final int MOST_STORIES = 6;

    static {
        LoggedFinals.begin();
    }

    @Test
    void aDriverThatObeysAnybodyIsNoticed() throws Exception {
        notice(Plant.ADMITS_ALL, PlantTest::directory);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "ADMITS_ALL"})
    @Tag("full")
    void eachOfTheOthersIsNoticed(Plant plant) throws Exception {
        notice(plant, PlantTest::directory);
    }

    /** A door has no fence and no loop. */
    @ParameterizedTest
    @EnumSource(names = {"ADMITS_ALL", "DEAF", "NO_DEDUP", "UNTOLD"})
    @Tag("full")
    void eachIsNoticedAtADoor(Plant plant) throws Exception {
        notice(plant, HttpChaosTest.Doors::new);
    }

    private interface Place {
        Victim make() throws IOException;
    }

    private static Victim directory() throws IOException {
        return new FileChaosTest.Directory(null);
    }

    private static void notice(Plant plant, Place place) throws Exception {
        for (int seed = 1; seed <= MOST_STORIES; seed++) {
            List<String> violations = tell(plant, place, seed);
            if (violations.stream().anyMatch(expected(plant).asPredicate())) {
                System.out.println(plant + " was noticed after " + seed + " stories: " + violations.get(0));
                return;
            }
        }
        assertThat(plant).as("a bug that nobody noticed").isNull();
    }

    private static List<String> tell(Plant plant, Place place, long seed) throws IOException, InterruptedException {
        try (Victim victim = place.make()) {
            Chaos.Result result = new Chaos(victim, seed, plant, HEALING).live(LENGTH);
            return result.violations();
        }
    }

    private static Pattern expected(Plant plant) {
        return Pattern.compile(
                switch (plant) {
                    case NO_FENCE -> "^promise 3,";
                    case NO_DEDUP -> "^promise 4,";
                    case UNORDERED -> "^promise 7, that is not true.*REFUSED";
                    case UNTOLD -> "^promise 7, kept, and not there";
                    case ADMITS_ALL -> "^promise 8,";
                    default -> "^promise 2, it never heard";
                });
    }
}
