package io.github.curfew.benchmarks.idle;

import io.github.curfew.benchmarks.child.Orders;
import java.util.List;
import java.util.Map;

/**
 * What a process cost while somebody looked.
 *
 * @param seconds how long
 * @param cpu seconds on a core, of all its threads
 * @param allocated bytes
 * @param heap bytes that it holds more than before it began, after a collection, at the end
 * @param ours threads
 * @param theirs those of clients
 * @param calls requests to brokers, by the clients' account
 * @param names of both kinds of threads
 */
record Costs(
        double seconds, double cpu, double allocated, double heap, int ours, int theirs, long calls, String names) {
    private static final double SECONDS_AN_HOUR = 3_600;

    static Costs parse(String line) {
        Map<String, String> pairs = Orders.pairs(List.of(line.split(" ", -1)));
        return new Costs(
                number(pairs, "seconds"),
                number(pairs, "cpu"),
                number(pairs, "allocated"),
                number(pairs, "heap"),
                (int) number(pairs, "ours"),
                (int) number(pairs, "theirs"),
                (long) number(pairs, "calls"),
                pairs.getOrDefault("names", ""));
    }

    private static double number(Map<String, String> pairs, String key) {
        return Double.parseDouble(pairs.getOrDefault(key, ""));
    }

    /** As {@link #parse} reads it. */
    String line() {
        return "seconds=" + seconds + " cpu=" + cpu + " allocated=" + allocated + " heap=" + heap + " ours=" + ours
                + " theirs=" + theirs + " calls=" + calls + " names=" + names;
    }

    /** The same, with the calls that the server counted. */
    Costs counted(long byServer) {
        return new Costs(seconds, cpu, allocated, heap, ours, theirs, byServer, names);
    }

    /** Without what a process costs that does nothing, measured at the same time. */
    Costs beyond(Costs nothing) {
        return new Costs(
                seconds,
                // Where both cost next to nothing, the clock's steps are all that differs.
                Math.max(0, cpu - nothing.cpu * seconds / nothing.seconds),
                Math.max(0, allocated - nothing.allocated * seconds / nothing.seconds),
                heap - nothing.heap,
                ours - nothing.ours,
                theirs - nothing.theirs,
                calls,
                names);
    }

    double cpuAnHour() {
        return cpu / seconds * SECONDS_AN_HOUR;
    }

    /** Of a hundred. */
    double ofACore() {
        return cpu / seconds * 100;
    }

    double callsAnHour() {
        return calls / seconds * SECONDS_AN_HOUR;
    }

    double kilobytesASecond() {
        return allocated / seconds / 1e3;
    }

    double heapMegabytes() {
        return heap / 1e6;
    }
}
