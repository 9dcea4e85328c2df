package io.github.curfew.benchmarks.report;

import io.github.curfew.benchmarks.report.Aim.Bound;
import io.github.curfew.benchmarks.report.Aim.Cell;
import java.util.List;
import java.util.Map;

/** A result to look at. */
final class Results {
    private Results() {}

    static Result result(double curfew) {
        return result("latency-echo", curfew, 2);
    }

    /** In which others than the benchmark took so much of the cores. */
    static Result result(String name, double curfew, double others) {
        Samples raw = new Samples();
        for (int i = 1; i <= 9; i++) {
            raw.add(i);
        }
        return new Result(
                name,
                "From a publish to the engine.",
                "2026-11-21T10:00:00Z",
                3,
                new Machine(2, "some <CPU>", 8, "Linux 6.1", "17.0.1"),
                new Load(0.1, 1.5, others),
                Map.of("Curfew", "abc"),
                List.of(
                        Table.of("back-to-back", "echo, back to back")
                                .column("p50", Unit.MILLIS)
                                .column("over raw", Unit.RATIO)
                                .row("raw: echo", raw.figure(), null)
                                .row(
                                        "Curfew",
                                        new Figure(curfew, curfew - 1, curfew + 1, 9, Spread.QUARTILES),
                                        Figure.of(curfew / 5))
                                .bars("p50")
                                .note("Something to know.")
                                .build(),
                        Table.of("sizes", "drivers")
                                .column("last", Unit.MILLIS)
                                .column("raw", Unit.MILLIS)
                                .row("10", Figure.of(20), raw.figure())
                                .row("100", Figure.of(170), null)
                                .lines("last", "raw")
                                .build()),
                List.of(
                        new Aim(
                                "publish → engine over raw",
                                Bound.AT_MOST,
                                1.1,
                                new Cell("back-to-back", "Curfew", "over raw"),
                                new Cell("back-to-back", "raw: echo", "p50")),
                        new Aim("ten drivers", Bound.AT_MOST, 30, new Cell("sizes", "10", "last"), null)));
    }
}
