package io.github.curfew.engine;

import io.github.curfew.spi.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A simulated broker: what it holds, its clock, and when it cannot be used. Knows when everything truly happened. */
final class SimBroker {
    final String name;
    final Kind kind;
    final List<Stored> signals = new ArrayList<>();
    final List<StoredReport> reports = new ArrayList<>();
    final List<Trouble> troubles = new ArrayList<>();
    final List<SimTransport> open = new ArrayList<>();
    final @Nullable Duration resolution;
    /** How often a call fails for no reason, until the faults end. */
    final double faults;
    /** In microseconds, of an ordinary call. */
    final long latency;

    private final VirtualTime time;
    private final SplittableRandom random;
    private final Map<Integer, TreeMap<Integer, Long>> queues = new HashMap<>();
    private final long skew;
    private final double rate;
    private Set<Integer> removed = Set.of();
    private int floor;
    private int reportsFloor;

    /** What it can tell of the order of things. */
    enum Kind {
        /** Positions and times, as a log has. */
        EXACT(true, true),
        /** Positions without times, as a set of items. */
        TIMELESS(true, false),
        /** Times only, and a queue for each driver in which messages overtake each other. */
        QUEUE(false, true),
        /** Neither: the sender's time is all there is. */
        BARE(false, false);

        final boolean positions;
        final boolean times;

        Kind(boolean positions, boolean times) {
            this.positions = positions;
            this.times = times;
        }
    }

    /** A signal that it took, and when it truly did. */
    record Stored(int index, String id, long at, @Nullable Instant brokerTime, Payload body) {}

    /** A report that it took, and when it truly did. */
    record StoredReport(long at, String group, Payload body) {}

    /** A time in which it cannot be used. */
    record Trouble(long from, long to, int slot, boolean reportsOnly, boolean lasting) {
        boolean hits(long now, int who) {
            return from <= now && now < to && (slot < 0 || slot == who);
        }
    }

    SimBroker(String name, Kind kind, VirtualTime time, SplittableRandom random, double faults) {
        this.name = name;
        this.kind = kind;
        this.time = time;
        this.random = random;
        this.faults = faults;
        this.latency = random.nextInt(6) == 0 ? 300 * VirtualTime.MILLI : 5 * VirtualTime.MILLI;
        this.skew = random.nextLong(-5 * 3_600, 5 * 3_600) * VirtualTime.SECOND;
        this.rate = 1 + random.nextDouble(-2e-4, 2e-4);
        this.resolution = !kind.times ? null : Duration.ofMillis(random.nextBoolean() ? 1 : 1_000);
    }

    @Nullable Instant brokerTime(long at) {
        if (resolution == null) {
            return null;
        }
        long coarse = resolution.toNanos() / 1_000;
        long micros = (long) (at * rate) + skew;
        return SimScheduler.EPOCH.plusNanos(Math.floorDiv(micros, coarse) * coarse * 1_000);
    }

    /** A sender publishes. */
    Stored take(Payload body) {
        Stored stored =
                new Stored(signals.size(), name + "-" + signals.size(), time.now(), brokerTime(time.now()), body);
        signals.add(stored);
        queues.values().forEach(queue -> queue.put(stored.index, time.now() + random.nextLong(latency)));
        List.copyOf(open).forEach(SimTransport::wake);
        return stored;
    }

    /** The queue of a driver's slot: what it has not deleted, and from when on it is visible. */
    Map<Integer, Long> queue(int slot) {
        return queues.computeIfAbsent(slot, unused -> new TreeMap<>());
    }

    int floor() {
        return floor;
    }

    /** Retention passes over messages, read or not. */
    void forget(int howMany) {
        if (kind != Kind.QUEUE) {
            floor = Math.min(signals.size(), floor + howMany);
        }
    }

    /** Somebody takes a signal away. */
    void remove(int index) {
        Set<Integer> more = new HashSet<>(removed);
        more.add(index);
        removed = Set.copyOf(more);
    }

    /** What was taken away until now; a set that does not change. */
    Set<Integer> removed() {
        return removed;
    }

    boolean isThere(int index) {
        return index >= floor && !removed.contains(index);
    }

    int reportsFloor() {
        return reportsFloor;
    }

    /** It has lost all that drivers have said. */
    void loseReports() {
        reportsFloor = reports.size();
    }

    boolean isDown(int slot) {
        return troubles.stream().anyMatch(trouble -> !trouble.reportsOnly && trouble.hits(time.now(), slot));
    }

    @Nullable Trouble refusal(int slot) {
        return troubles.stream()
                .filter(trouble -> trouble.reportsOnly && trouble.hits(time.now(), slot))
                .findAny()
                .orElse(null);
    }

    /** Whether nothing at all was wrong with it in a while, nor slow. */
    boolean wasWell(long from, long to, int slot, long faultsEnd) {
        return latency <= 5 * VirtualTime.MILLI
                && (faults == 0 || from > faultsEnd)
                && troubles.stream().noneMatch(t -> (t.slot < 0 || t.slot == slot) && t.from < to && from < t.to);
    }

    /** Whether it may have refused a letter so often since then that it was given up. */
    boolean mayHaveBeenGivenUpOn(long from, long to, int slot, long faultsEnd) {
        if (faults > 0.1 && from < faultsEnd) {
            return true;
        }
        long total = 0;
        for (Trouble trouble : troubles) {
            long length = Math.min(to, trouble.to) - Math.max(from, trouble.from);
            if ((trouble.slot < 0 || trouble.slot == slot) && length > 0) {
                total += trouble.lasting ? Long.MAX_VALUE / 8 : length;
            }
        }
        return total > 9 * VirtualTime.SECOND;
    }

    @Override
    public String toString() {
        return name + " " + kind + " resolution " + resolution + " faults " + faults + " skew "
                + Duration.ofSeconds(skew / VirtualTime.SECOND) + " latency " + latency + " us";
    }
}
