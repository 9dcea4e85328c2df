package io.github.curfew.benchmarks.takeover;

import io.github.curfew.benchmarks.child.Scratch;
import io.github.curfew.benchmarks.report.Aim;
import io.github.curfew.benchmarks.report.Aim.Bound;
import io.github.curfew.benchmarks.report.Aim.Cell;
import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import io.github.curfew.benchmarks.report.Versions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How long nothing is processed while one version of an application gives way to the next: by takeover, and by stopping
 * the old one and then starting the new one. Both take turns.
 */
public final class Takeover {
    private static final String TABLE = "gap";
    private static final String GAP = "gap";
    private static final String OVER = "over stop and start";
    private static final String WRONG = "wrong rows";

    private Takeover() {}

    /**
     * Runs. Exits with 1 if a handover duplicated or lost a row.
     *
     * @param args how many handovers of each kind, and over which backend: file, kafka or redis
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int handovers = Integer.parseInt(args[0]);
        Measurement measurement = Measurement.begin(
                "takeover-" + args[1],
                "From the last commit of one version, in a JVM of its own, to the first of the next, on one checkpoint, while"
                        + " rows keep coming; both ways take turns.");
        measurement.version("Spark", Versions.here("spark-core_2.12"));
        Path home = Files.createTempDirectory("curfew-takeover-");
        try (Broker broker = Broker.start(args[1], home);
                Chain takeover = new Chain(
                        "Curfew: takeover",
                        Files.createDirectory(home.resolve("takeover")),
                        true,
                        false,
                        broker.settings("takeover"));
                Chain submit = new Chain(
                        "stop, then start",
                        Files.createDirectory(home.resolve("submit")),
                        false,
                        false,
                        broker.settings("submit"))) {
            broker.versions().forEach(measurement::version);
            for (int handover = 1; handover <= handovers; handover++) {
                // The first of a round may find the machine as the second does not.
                List<Chain> turns = handover % 2 == 1 ? List.of(takeover, submit) : List.of(submit, takeover);
                for (Chain turn : turns) {
                    turn.handOver();
                }
                System.out.println(handover + " of " + handovers + " handovers");
            }
            measurement.add(table(args[1], takeover, submit));
            measurement.headline(new Aim(
                    "rows twice or never, " + handovers + " takeovers over " + args[1],
                    Bound.AT_MOST,
                    0,
                    new Cell(TABLE, takeover.title(), WRONG),
                    new Cell(TABLE, submit.title(), WRONG)));
            measurement.headline(new Aim(
                    "a takeover's gap over that of stop and start, " + args[1],
                    Bound.AT_MOST,
                    1,
                    new Cell(TABLE, takeover.title(), OVER),
                    new Cell(TABLE, submit.title(), GAP)));
        } finally {
            Scratch.delete(home);
        }
        System.exit(measurement.end() ? 0 : 1);
    }

    private static Table table(String backend, Chain takeover, Chain submit) throws Exception {
        Samples gaps = Samples.of(takeover.gaps());
        Samples others = Samples.of(submit.gaps());
        return Table.of(TABLE, "over " + backend)
                .column(GAP, Unit.MILLIS)
                .column("least", Unit.MILLIS)
                .column("most", Unit.MILLIS)
                .column(OVER, Unit.RATIO)
                .column(WRONG, Unit.COUNT)
                .row(
                        takeover.title(),
                        gaps.figure(),
                        gaps.figure(0),
                        gaps.figure(1),
                        gaps.overEach(others),
                        Figure.count(takeover.wrong()))
                .row(
                        submit.title(),
                        others.figure(),
                        others.figure(0),
                        others.figure(1),
                        null,
                        Figure.count(submit.wrong()))
                .bars(GAP)
                .build();
    }
}
