package io.github.curfew.benchmarks.fleet;

import io.github.curfew.examples.account.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stops fleets of simulated drivers, each larger than the one before, as far as the machine bears it: real engines and
 * transports in several JVMs, a real broker, and a client that follows the stop, beside raw clients that do as much, in
 * alternating rounds on the same server.
 */
public final class Fleet {
    private static final int WARM_UP = 2;

    private final Broker broker;
    private final int rounds;
    private final List<Figures> figures = new ArrayList<>();

    private Fleet(Broker broker, int rounds) {
        this.broker = broker;
        this.rounds = rounds;
    }

    /**
     * Runs. Exits with 1 if an aim is missed.
     *
     * @param args backends, sizes from small to large, both joined by commas, and how many rounds of each size
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int[] sizes = Arrays.stream(args[1].split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        boolean met = true;
        for (String name : args[0].split(",", -1)) {
            try (Broker broker = Broker.start(name)) {
                met &= new Fleet(broker, Integer.parseInt(args[2])).run(sizes);
            }
        }
        System.exit(met ? 0 : 1);
    }

    /** Says whether the aims are met. */
    private boolean run(int[] sizes) throws Exception {
        String ceiling = null;
        for (int drivers : sizes) {
            String excess = excess(drivers);
            if (!excess.isEmpty()) {
                ceiling = drivers + " drivers were not tried: they and the raw clients would need " + excess + ".";
                break;
            }
            try {
                figures.add(measure(drivers));
            } catch (IOException e) {
                ceiling = drivers + " drivers were too many for this machine: " + e.getMessage();
                break;
            }
        }
        System.out.println();
        System.out.println(broker.name() + ", " + Runtime.getRuntime().availableProcessors() + " cores; raw client: "
                + broker.rawTitle() + "; bytes: " + broker.bytesAre() + "; load: " + load());
        System.out.println(times());
        System.out.println(costs());
        System.out.println(ceiling == null ? "No size that was asked for was too large." : ceiling);
        System.out.println();
        return isMet();
    }

    private String excess(int drivers) {
        if (figures.isEmpty()) {
            return "";
        }
        Figures smaller = figures.get(figures.size() - 1);
        return smaller.footprint().excess((double) drivers / smaller.drivers());
    }

    private Figures measure(int drivers) throws Exception {
        List<Round> ours = new ArrayList<>();
        List<Round> theirs = new ArrayList<>();
        try (Side curfew = Side.curfew(broker, drivers)) {
            Round first = curfew.round();
            int answers = (int) ((first.traffic().messages() - 1) / drivers);
            try (Side raw = Side.raw(broker, drivers, answers)) {
                for (int round = 1; round < WARM_UP + rounds; round++) {
                    Round one = curfew.round();
                    Round other = raw.round();
                    if (round >= WARM_UP) {
                        ours.add(one);
                        theirs.add(other);
                    }
                }
            }
        }
        Figures measured = new Figures(drivers, ours, theirs);
        System.out.println(broker.name() + ", " + measured.summary() + "; load: " + load());
        return measured;
    }

    private Table times() {
        Table table = new Table().row(Figures.titles());
        Figures smaller = null;
        for (Figures each : figures) {
            table.row(each.cells(smaller));
            smaller = each;
        }
        return table;
    }

    private Table costs() {
        Table table = new Table().row(Figures.costTitles());
        figures.forEach(each -> table.row(each.costCells()));
        return table;
    }

    private boolean isMet() {
        boolean met = !figures.isEmpty();
        @Nullable Figures smaller = null;
        for (Figures each : figures) {
            met &= each.isInTime() && (smaller == null || each.isLinearAfter(smaller));
            smaller = each;
        }
        return met;
    }

    /** What the whole machine was busy with, ours included. */
    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.isReadable(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    }
}
