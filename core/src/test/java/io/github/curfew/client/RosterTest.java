package io.github.curfew.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Report.OfRoster;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RosterTest {
    private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
    private static final RunInfo A = FakeDriver.run("a", T);
    private static final RunInfo B = FakeDriver.run("b", T);
    private static final RunInfo C = FakeDriver.run("c", T);

    private final FakeDriver driver = new FakeDriver("d", Duration.ofSeconds(60));
    private final Roster roster = new Roster(Duration.ofHours(1));

    @Test
    void isTheSameInWhateverOrderReportsCome() {
        List<OfRoster> reports = List.of(
                driver.roster(Kind.HELLO, T, A),
                driver.roster(Kind.HELLO, T.plusSeconds(1), B),
                driver.roster(Kind.ALIVE, T.plusSeconds(2), 1, 1, 1, null, A, B),
                driver.roster(Kind.BYE, T.plusSeconds(3), A),
                driver.roster(Kind.HELLO, T.plusSeconds(4), C),
                driver.roster(Kind.ALIVE, T.plusSeconds(5), 2, 1, 2, null, B),
                driver.roster(Kind.ALIVE, T.plusSeconds(5), 2, 2, 2, null, C));
        for (int seed = 0; seed < 200; seed++) {
            Roster shuffled = new Roster(Duration.ofHours(1));
            List<OfRoster> order = new ArrayList<>(reports);
            Collections.shuffle(order, new Random(seed));
            order.forEach(report -> shuffled.take(report, report.time()));

            assertThat(names(shuffled)).as("seed %d", seed).containsExactly("b", "c");
        }
    }

    @Test
    void dropsWhatACompleteRoundDoesNotList() {
        roster.take(driver.roster(Kind.HELLO, T, A, B), T);
        roster.take(driver.roster(Kind.ALIVE, T.plusSeconds(1), 1, 1, 2, null, A), T);
        assertThat(names(roster)).containsExactly("a", "b");

        roster.take(driver.roster(Kind.ALIVE, T.plusSeconds(1), 1, 2, 2, null), T);
        assertThat(names(roster)).containsExactly("a");
    }

    @Test
    void passesOverAPartOfAnEarlierRound() {
        roster.take(driver.roster(Kind.ALIVE, T.plusSeconds(9), 3, 1, 1, null, A), T);
        roster.take(driver.roster(Kind.ALIVE, T.plusSeconds(1), 2, 2, 2, null, B), T);

        assertThat(names(roster)).containsExactly("a");
    }

    @Test
    void callsADriverLostAfterTwoSilentBeats() {
        roster.take(driver.roster(Kind.HELLO, T, A), T);

        assertThat(roster.entries(T.plusSeconds(120))).noneMatch(RosterEntry::lost);
        assertThat(roster.entries(T.plusSeconds(121))).allMatch(RosterEntry::lost);
        roster.heard("d", T.plusSeconds(100));
        assertThat(roster.entries(T.plusSeconds(121))).noneMatch(RosterEntry::lost);
    }

    @Test
    void forgetsWhoIsLostAndHasNotBeenHeardForAWhile() {
        Roster forgetful = new Roster(Duration.ofMillis(500));
        forgetful.take(driver.roster(Kind.HELLO, T, A), T);
        FakeDriver slow = new FakeDriver("slow", Duration.ofHours(1));
        forgetful.take(slow.roster(Kind.HELLO, T, B), T);

        assertThat(forgetful.entries(T.plusSeconds(121)).stream()
                        .filter(RosterEntry::lost)
                        .map(entry -> entry.status().run()))
                .containsExactly(A);
        await().untilAsserted(() -> assertThat(forgetful.entries(T.plusSeconds(121)))
                .extracting(entry -> entry.status().run())
                .containsExactly(B));
        forgetful.take(driver.roster(Kind.ALIVE, T.plusSeconds(200), 1, 1, 1, null, A), T.plusSeconds(200));
        assertThat(names(forgetful)).containsExactly("a", "b");
    }

    private static List<String> names(Roster roster) {
        return roster.entries(T).stream()
                .map(entry -> entry.status().run().displayName())
                .toList();
    }
}
