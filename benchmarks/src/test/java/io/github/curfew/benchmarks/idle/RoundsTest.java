package io.github.curfew.benchmarks.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.benchmarks.report.Aim;
import io.github.curfew.benchmarks.report.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final List<Integer> SIZES = List.of(1, 1_000);

    private final Rounds curfew = new Rounds(Way.CURFEW);
    private final Rounds byHand = new Rounds(Way.BY_HAND);

    /** Seconds on a core in an hour, with one query and with a thousand. */
    private static Map<Integer, Costs> round(double one, double thousand) {
        return Map.of(1, costs(one), 1_000, costs(thousand));
    }

    private static Costs costs(double cpu) {
        return new Costs(3_600, cpu, 0, 0, 1, 1, 0, "ours:curfew-echo");
    }

    private Table table(String backend) {
        return Rounds.table(backend, SIZES, List.of(curfew, byHand));
    }

    @Test
    void ofEachRoundItIsToldHowMuchMoreItIsThanForTheFewestQueriesAndHowManyTimesThatByHand() {
        curfew.add(round(36, 54));
        curfew.add(round(72, 72));
        byHand.add(round(18, 540));
        byHand.add(round(18, 720));

        assertThat(table("sqs").text())
                .contains("0.25 % (0.00 to 0.50)", "17.0 % (14.5 to 19.5)")
                .contains("3.00× (2.00 to 4.00)", "0.10× (0.10 to 0.10)")
                .contains("curfew-sqs-receive");
    }

    @Test
    void theFewestQueriesHaveAimsToo() {
        assertThat(Idle.aims("echo", SIZES))
                .extracting(Aim::measure)
                .containsExactly(
                        "echo, idle with 1,000 queries: processor time",
                        "echo, idle with 1,000 queries: threads of our own",
                        "echo, idle with 1 query: processor time",
                        "echo, idle with 1 query: threads of our own",
                        "echo, idle with 1,000 queries: processor time beyond that with 1 query");
    }

    @Test
    void thereIsNoRatioToNothingButADifference() {
        curfew.add(round(0, 3.6));
        byHand.add(round(0, 0));

        Table table = table("echo");
        assertThat(table.text()).doesNotContain("×");
        for (Aim aim : Idle.aims("echo", SIZES)) {
            Aim.Cell cell = aim.measured();
            assertThat(table.figure(cell.row(), cell.column()))
                    .as(aim.measure())
                    .isNotNull();
        }
    }

    @Test
    void oneSizeIsComparedWithNothing() {
        assertThat(Idle.aims("echo", List.of(10))).hasSize(2);
    }
}
