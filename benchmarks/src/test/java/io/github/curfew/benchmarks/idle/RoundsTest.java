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
    void ofEachRoundThereIsARatioToTheFewestQueriesAndToThoseByHand() {
        curfew.add(round(2, 3));
        curfew.add(round(4, 4));
        byHand.add(round(1, 30));
        byHand.add(round(1, 40));

        assertThat(table("sqs").text())
                .contains(
                        "1.25× (1.00 to 1.50)", "0.10× (0.10 to 0.10)", "3.00× (2.00 to 4.00)", "35.0× (30.0 to 40.0)")
                .contains("curfew-sqs-receive");
    }

    @Test
    void theFewestQueriesHaveAimsToo() {
        curfew.add(round(9, 3));
        byHand.add(round(1, 30));

        assertThat(Idle.aims("echo", SIZES, table("echo")))
                .extracting(Aim::measure)
                .containsExactly(
                        "echo, idle with 1,000 queries: processor time",
                        "echo, idle with 1,000 queries: threads of our own",
                        "echo, idle with 1 query: processor time",
                        "echo, idle with 1 query: threads of our own",
                        "echo, idle with 1,000 queries: processor time over that with 1 query");
    }

    @Test
    void thereIsNoRatioToNothing() {
        curfew.add(round(0, 3));
        byHand.add(round(0, 0));

        assertThat(table("echo").text()).doesNotContain("×");
        assertThat(Idle.aims("echo", SIZES, table("echo"))).hasSize(4);
    }
}
