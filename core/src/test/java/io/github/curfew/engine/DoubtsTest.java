package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What somebody without a key, who may write where reports are, can do to a driver that holds a run. */
class DoubtsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final Doubts doubts = new Doubts();

    private static Report hello(String runId, String queryId, Map<String, String> labels) {
        Labels its = Labels.of(Map.of(Labels.QUERY_ID, queryId)).with(labels);
        return new Report.OfRoster(
                UUID.randomUUID().toString(),
                new DriverInfo("d-" + runId, "app-0", "orders", "host", "1", "3.5", NOON),
                NOON,
                Report.OfRoster.Kind.HELLO,
                List.of(new RunStatus(new RunInfo(runId, NOON, its), RunState.RUNNING, 1L)),
                List.of(),
                Duration.ofMinutes(1),
                0,
                1,
                1,
                null);
    }

    private void take(String runId, String queryId) {
        doubts.take(hello(runId, queryId, Map.of()), "it carries no signature", NOON);
    }

    private List<String> runsOf(String queryId) {
        return doubts.of(queryId).stream().map(Member::runId).toList();
    }

    @Test
    void aFloodIsBoundedAndHidesNobodyWhoHasAHeldQuery() {
        doubts.hold("orders");
        for (int query = 0; query < 3_000; query++) {
            for (int run = 0; run < 30; run++) {
                take("run-" + query + "-" + run, "query-" + query);
            }
        }
        assertThat(doubts.size()).isBetween(10_000, 10_600);
        assertThat(runsOf("orders")).isEmpty();
        take("one", "orders");
        assertThat(runsOf("orders")).containsExactly("one");
    }

    /** Ids that are told apart from no others do not count by themselves, so each query that has one does. */
    @Test
    void aFloodOfLongIdsIsBoundedToo() {
        String tooLong = "x".repeat(200);
        take(tooLong, tooLong);
        for (int query = 0; query < 30_000; query++) {
            take(tooLong, "query-" + query);
        }
        assertThat(doubts.size()).isBetween(10_000, 10_600);
    }

    /** A second query of the same driver comes later, when all that there is has been read. */
    @Test
    void whatIsSaidOfAQueryBeforeItIsHeldIsNotForgotten() {
        take("early", "clicks");
        for (int query = 0; query < 12_000; query++) {
            take("run-" + query, "query-" + query);
        }
        take("late", "views");
        doubts.hold("clicks");
        doubts.hold("views");
        assertThat(runsOf("clicks")).containsExactly("early");
        assertThat(runsOf("views")).containsExactly("of others");
    }

    /** Who is waited for is told in reports, which no broker takes at any length. */
    @Test
    void noIdIsTooLongToBeTold() {
        doubts.hold("orders");
        take("r".repeat(200_000), "orders");
        take("run", "q".repeat(200_000));
        assertThat(runsOf("orders")).containsExactly("of others");
        doubts.hold("clicks");
        assertThat(runsOf("clicks")).containsExactly("of others");
    }

    @Test
    void nothingIsKeptButWhatIsTold() {
        WeakReference<String> said = takeAtLength();
        await().until(() -> {
            System.gc();
            return said.get() == null;
        });
        assertThat(doubts.of("orders")).singleElement().satisfies(run -> {
            assertThat(run.name()).startsWith("orders (app-0, run one), whose reports do not count");
            assertThat(run.driverId()).isEqualTo("d-one");
        });
    }

    private WeakReference<String> takeAtLength() {
        String atLength = "x".repeat(200_000);
        doubts.take(hello("one", "orders", Map.of("team", atLength)), "it carries no signature", NOON);
        return new WeakReference<>(atLength);
    }
}
