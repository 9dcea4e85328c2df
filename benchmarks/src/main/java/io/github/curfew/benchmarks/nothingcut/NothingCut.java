package io.github.curfew.benchmarks.nothingcut;

import io.github.curfew.benchmarks.child.Jvm;
import io.github.curfew.benchmarks.child.Scratch;
import io.github.curfew.benchmarks.report.Aim;
import io.github.curfew.benchmarks.report.Aim.Bound;
import io.github.curfew.benchmarks.report.Aim.Cell;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.spark.CurfewPlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stops and starts queries whose sink is not idempotent, many times, by a signal to Curfew and by the ways one would choose
 * without it, in turns, on two Sparks; and keeps account of every row.
 */
public final class NothingCut {
    private static final int MEGABYTES = 768;

    private NothingCut() {}

    /**
     * Runs. Exits with 1 if a stop by Curfew duplicated or lost a row, or took too long.
     *
     * @param args how many cycles of each way; how many of those that end a JVM; and a file with the class path of another
     *     Spark
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int cycles = Integer.parseInt(args[0]);
        int kills = Math.min(cycles, Integer.parseInt(args[1]));
        String newest = Files.readString(Path.of(args[2])).strip();
        Measurement measurement = Measurement.begin(
                "nothing-cut",
                "A query whose sink appends row by row is started, and stopped at a moment that is drawn at random, again and"
                        + " again; each way has a query of its own, and all take turns. In the end what is left is worked off"
                        + " and the rows that were written twice or never are counted.");
        Path home = Files.createTempDirectory("curfew-benchmark-");
        Jvm jvm = Jvm.here(MEGABYTES).forSpark();
        Figures all = new Figures();
        try (Application one = new Application(
                        Versions.here("spark-core_2.12"), jvm, Files.createDirectory(home.resolve("one")));
                Application other = new Application(
                        Versions.in(newest, "spark-core_2.13"),
                        jvm.on(newest, NothingCut.class, CurfewPlugin.class),
                        Files.createDirectory(home.resolve("other")))) {
            List<Application> applications = List.of(one, other);
            measurement.version("Spark", one.spark() + " and " + other.spark());
            for (int cycle = 1; cycle <= cycles; cycle++) {
                for (Application application : applications) {
                    // Spread over the whole time.
                    application.round(cycle * kills / cycles > (cycle - 1) * kills / cycles);
                }
                System.out.println(cycle + " of " + cycles + " rounds");
            }
            for (Application application : applications) {
                application.catchUp();
                for (Rhythm rhythm : Rhythm.values()) {
                    measurement.add(all.of(application, rhythm));
                }
            }
        } finally {
            Scratch.delete(home);
        }
        measurement.add(all.all());
        measurement.aim(new Aim(
                "rows duplicated and lost by " + all.stops(Way.CURFEW) + " graceful stops and starts",
                Bound.AT_MOST,
                0,
                new Cell(Figures.ALL, Way.CURFEW.title(), Figures.WRONG),
                new Cell(Figures.ALL, Way.STOP.title(), Figures.WRONG)));
        measurement.aim(new Aim(
                "the same by SIGTERM",
                Bound.AT_MOST,
                0,
                new Cell(Figures.ALL, Way.CURFEW_SIGTERM.title(), Figures.WRONG),
                new Cell(Figures.ALL, Way.SIGTERM.title(), Figures.WRONG)));
        measurement.aim(new Aim(
                "stop time beyond the rest of the batch in flight",
                Bound.AT_MOST,
                50,
                new Cell(Figures.ALL, Way.CURFEW.title(), Figures.BEYOND),
                new Cell(Figures.ALL, Way.PROGRESS.title(), Figures.BEYOND)));
        System.exit(measurement.end() ? 0 : 1);
    }
}
