package io.github.curfew.benchmarks.idle;

import io.github.curfew.benchmarks.report.Aim;
import io.github.curfew.benchmarks.report.Measurement;
import io.github.curfew.benchmarks.server.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures what a driver costs to which nobody says anything, by backend and by the number of its queries, beside a
 * polling thread for each query. Each is a fresh JVM; those of one way and a JVM that does nothing run at the same time,
 * and the two ways take turns.
 */
public final class Idle {
    static final String HOW =
            "real engines on real servers with simulated queries and default settings, each in a fresh"
                    + " JVM, watched after a warm-up; what a JVM costs that does nothing beside them is taken off";

    private static final double MOST_OF_A_CORE = 0.1;
    /**
     * "The same" for many queries as for one: a quarter of what all may take. A ratio would say nothing, as one query takes
     * less in a round than the clock can tell.
     */
    private static final double SAME = MOST_OF_A_CORE / 4;

    private final String backend;
    private final List<Integer> sizes;
    private final int rounds;
    private final Duration warmUp;
    private final Duration watched;

    private Idle(String backend, List<Integer> sizes, int rounds, Duration warmUp, Duration watched) {
        this.backend = backend;
        this.sizes = sizes;
        this.rounds = rounds;
        this.warmUp = warmUp;
        this.watched = watched;
    }

    /**
     * Runs. Exits with 1 if an aim is missed.
     *
     * @param args the backend; numbers of queries, joined by commas; how many rounds; how many seconds to warm up and to
     *     watch
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        Idle idle = new Idle(
                args[0],
                Arrays.stream(args[1].split(",", -1))
                        .map(Integer::valueOf)
                        .sorted()
                        .distinct()
                        .toList(),
                Integer.parseInt(args[2]),
                Duration.ofSeconds(Long.parseLong(args[3])),
                Duration.ofSeconds(Long.parseLong(args[4])));
        System.exit(idle.measure() ? 0 : 1);
    }

    /** Says whether the aims are met. */
    private boolean measure() throws Exception {
        Measurement measurement = Measurement.begin("idle-" + backend, HOW);
        List<Rounds> ways = Arrays.stream(Way.values()).map(Rounds::new).toList();
        try (Servers servers = Servers.start(backend)) {
            servers.versions().forEach(measurement::version);
            for (int round = 0; round < rounds; round++) {
                for (int turn = 0; turn < ways.size(); turn++) {
                    Rounds way = ways.get((round + turn) % ways.size());
                    try (Watch watch = new Watch(servers, backend, way.way(), sizes, round)) {
                        way.add(watch.look(warmUp, watched));
                    }
                }
                System.out.println(backend + ": " + (round + 1) + " of " + rounds + " rounds");
            }
        }
        measurement.add(Rounds.table(backend, sizes, ways));
        aims(backend, sizes).forEach(measurement::aim);
        return measurement.end();
    }

    /** Of the most queries, and of the fewest too: what costs little for each may cost much for the first. */
    static List<Aim> aims(String backend, List<Integer> sizes) {
        int fewest = sizes.get(0);
        int most = sizes.get(sizes.size() - 1);
        List<Aim> aims = new ArrayList<>();
        for (int size : fewest == most ? List.of(most) : List.of(most, fewest)) {
            aims.add(aim(backend, size, "processor time", MOST_OF_A_CORE, Rounds.OF_A_CORE));
            aims.add(aim(backend, size, "threads of our own", 1, Rounds.THREADS));
        }
        if (fewest != most) {
            aims.add(aim(
                    backend,
                    most,
                    "processor time beyond that with " + Way.queries(fewest),
                    SAME,
                    Rounds.BEYOND_FEWEST));
        }
        return aims;
    }

    private static Aim aim(String backend, int size, String what, double most, String column) {
        return new Aim(
                backend + ", idle with " + Way.queries(size) + ": " + what,
                Aim.Bound.AT_MOST,
                most,
                new Aim.Cell(Rounds.TABLE, Way.CURFEW.title(size), column),
                new Aim.Cell(Rounds.TABLE, Way.BY_HAND.title(size), column));
    }
}
