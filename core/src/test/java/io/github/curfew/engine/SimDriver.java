package io.github.curfew.engine;

import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A simulated driver: the engine's real parts, its links' threads in virtual time, and the truth about its life. */
final class SimDriver {
    final DriverInfo info;
    final EngineSettings settings;
    final SimScheduler scheduler;
    final Parts parts;
    final List<SimTransport> transports = new ArrayList<>();
    final List<SimRun> runs = new ArrayList<>();
    final long startedAt;
    long closeBeganAt = Long.MAX_VALUE;
    long closedAt = Long.MAX_VALUE;
    long diedAt = Long.MAX_VALUE;
    long sigtermAt = Long.MAX_VALUE;
    /** By broker: when a position was read there. */
    final Map<String, List<Long>> positions = new HashMap<>();
    /** By broker: what was taken away while it was asked for a position, which can tell nothing of that. */
    private final Map<String, Set<Integer>> undecided = new HashMap<>();
    /** By broker and signal: when it came, for the first time. */
    final Map<String, Map<Integer, Long>> deliveries = new HashMap<>();

    int losses;
    private int contacts;
    private @Nullable SimHolds holds;
    final List<String> complaints = new ArrayList<>();

    private final World world;
    private final VirtualTime time;
    private final SplittableRandom random;
    private final int slot;
    private final Map<Link, Loop> loops = new LinkedHashMap<>();

    SimDriver(World world, VirtualTime time, SplittableRandom random, int slot, String id, List<SimBroker> brokers) {
        this.world = world;
        this.time = time;
        this.random = random;
        this.slot = slot;
        this.startedAt = time.now();
        long skew = random.nextLong(-5 * 3_600, 5 * 3_600) * VirtualTime.SECOND;
        this.scheduler = new SimScheduler(time, random, skew, 1 + random.nextDouble(-2e-4, 2e-4));
        this.info = new DriverInfo(id, "app-" + id, "app" + slot, "host", "1", "3", scheduler.now());
        this.settings = new EngineSettings(
                "default",
                Duration.ofSeconds(random.nextInt(2, 10)),
                random.nextInt(4) == 0 ? OnTimeout.KEEP_RUNNING : OnTimeout.FORCE,
                Duration.ofSeconds(random.nextInt(4) == 0 ? 60 : 3_600),
                Duration.ofSeconds(random.nextInt(10, 60)),
                world.auth());
        Map<String, Transport> byName = new LinkedHashMap<>();
        for (SimBroker broker : brokers) {
            SimTransport transport = new SimTransport(time, random, broker, this);
            transports.add(transport);
            byName.put(broker.name, world.plant().wrap(transport, scheduler));
        }
        this.parts = Parts.of(settings, info, byName, scheduler, random, () -> {});
        for (int at = 0; at < transports.size(); at++) {
            Link link = parts.links().get(at);
            Loop loop = new Loop(parts.rounds(link, () -> contacts++), transports.get(at));
            loops.put(link, loop);
            transports.get(at).onNews(loop::wake);
            loop.next(0);
        }
    }

    /** One link's thread. */
    private final class Loop {
        private final LinkThread.Round round;
        private final SimTransport transport;
        private boolean finished;
        private boolean waiting;
        private long turn;

        Loop(LinkThread.Round round, SimTransport transport) {
            this.round = round;
            this.transport = transport;
        }

        void next(long delay) {
            long mine = ++turn;
            time.after(delay, () -> {
                if (mine == turn) {
                    take();
                }
            });
        }

        void wake() {
            if (waiting) {
                waiting = false;
                next(random.nextLong(transport.broker().latency));
            }
        }

        private void take() {
            waiting = false;
            if (finished || isDead()) {
                return;
            }
            transport.idle = SimTransport.NOT_POLLED;
            Duration pause;
            try {
                pause = round.take();
            } catch (InterruptedException e) {
                pause = Duration.ZERO;
            }
            if (!pause.isZero()) {
                next(pause.toNanos() / 1_000 + 1);
            } else if (transport.idle >= 0) {
                next(transport.idle);
                waiting = true;
            } else {
                next(10);
            }
        }
    }

    /** A run starts, once its fence stands. */
    void register(String id, Map<String, String> labels, SimRun.Temper temper) {
        if (isGone()) {
            return;
        }
        if (contacts < transports.size() && time.now() < startedAt + 2 * VirtualTime.SECOND) {
            // The engine's start waits for the first contact, and the application for that.
            time.after(10 * VirtualTime.MILLI, () -> register(id, labels, temper));
            return;
        }
        RunInfo runInfo = new RunInfo(id, scheduler.now(), Labels.of(labels));
        SimRun run = new SimRun(this, runInfo, temper, time, random);
        runs.add(run);
        trace(() -> id + " registers " + labels + " " + temper);
        time.after(3 * VirtualTime.SECOND, run::start);
        var unused = parts.register(run).whenComplete((done, problem) -> run.start());
    }

    /** A run that is held, until it may begin. */
    void hold(String id, Map<String, String> labels, SimRun.Temper temper, TakeoverTerms terms, boolean gathers) {
        if (isGone()) {
            return;
        }
        if (contacts < transports.size() && time.now() < startedAt + 2 * VirtualTime.SECOND) {
            time.after(10 * VirtualTime.MILLI, () -> hold(id, labels, temper, terms, gathers));
            return;
        }
        if (holds == null) {
            holds = new SimHolds(this, time, random, terms);
        }
        SimRun run = new SimRun(this, new RunInfo(id, scheduler.now(), Labels.of(labels)), temper, time, random);
        runs.add(run);
        trace(() -> id + " is held " + labels + " " + temper);
        holds.hold(run, gathers);
    }

    void hint(String runId) {
        parts.runs().expectEnd(runId);
    }

    /** SIGTERM: drain all, then close. */
    void terminate(Duration deadline) {
        if (isGone() || sigtermAt != Long.MAX_VALUE) {
            return;
        }
        sigtermAt = time.now();
        trace(() -> "SIGTERM");
        parts.stopAll("/sigterm", "SIGTERM", deadline);
        awaitRuns(time.now() + deadline.toNanos() / 1_000 + 2 * VirtualTime.SECOND);
    }

    private void awaitRuns(long end) {
        if (parts.runs().all().isEmpty() || time.now() >= end) {
            close();
        } else {
            time.after(50 * VirtualTime.MILLI, () -> awaitRuns(end));
        }
    }

    /** The application stops its SparkContext. */
    void close() {
        if (isGone()) {
            return;
        }
        closeBeganAt = time.now();
        trace(() -> "closes");
        if (random.nextBoolean()) {
            runs.forEach(run -> run.end(Ending.Proof.CUT));
        }
        if (world.plant() == Plant.REPORT_AFTER_CLOSE) {
            parts.links().forEach(Link::close);
        }
        Duration most = Duration.ofSeconds(5);
        Runnable stopListening = () -> loops.values().forEach(loop -> loop.finished = true);
        step(new Farewell(parts, "the application ended", most, stopListening));
    }

    private void step(Farewell farewell) {
        if (isDead()) {
            return;
        }
        Duration pause = farewell.step();
        if (!pause.isZero()) {
            time.after(pause.toNanos() / 1_000, () -> step(farewell));
            return;
        }
        parts.links().forEach(Link::close);
        closedAt = time.now();
        trace(() -> "is closed");
        scheduler.die();
        runs.forEach(run -> run.end(Ending.Proof.CUT));
    }

    /** SIGKILL. */
    void die() {
        if (closedAt == Long.MAX_VALUE && diedAt == Long.MAX_VALUE) {
            diedAt = time.now();
            trace(() -> "dies");
            scheduler.die();
            transports.forEach(SimTransport::close);
        }
    }

    boolean isDead() {
        return diedAt != Long.MAX_VALUE;
    }

    /** Whether it has died or is on its way out. */
    boolean isGone() {
        return isDead() || closeBeganAt != Long.MAX_VALUE;
    }

    int slot() {
        return slot;
    }

    long faultsEnd() {
        return world.faultsEnd();
    }

    void readPosition(SimBroker broker) {
        positions.computeIfAbsent(broker.name, unused -> new ArrayList<>()).add(time.now());
    }

    void leftUndecided(SimBroker broker, int index) {
        undecided.computeIfAbsent(broker.name, unused -> new HashSet<>()).add(index);
    }

    boolean isUndecided(SimBroker broker, int index) {
        return undecided.getOrDefault(broker.name, Set.of()).contains(index);
    }

    void delivered(SimBroker broker, int index) {
        if (!isDead()
                && deliveries
                                .computeIfAbsent(broker.name, unused -> new HashMap<>())
                                .putIfAbsent(index, time.now())
                        == null) {
            trace(() -> "gets " + broker.name + "-" + index);
        }
    }

    void lost() {
        losses++;
    }

    void stored(SimBroker broker, Outgoing message) {
        trace(() -> "tells " + broker.name + " " + brief(message));
    }

    private static String brief(Outgoing message) {
        String text = Codec.decodeReport(message.body()).toString();
        return text.replaceAll("run=RunInfo.*?matched", "matched") + " of " + message.name();
    }

    /** Told the broker of a run, for the first time, or said alive. */
    void told(SimBroker broker, String name, long asked, long answered) {
        for (SimRun run : runs) {
            if (run.info.id().equals(name)) {
                run.hellos.putIfAbsent(broker.name, new long[] {asked, answered});
            }
        }
    }

    void publishedAfterClose(Outgoing message) {
        if (!message.group().equals(Outgoing.ROSTER) && !isDead()) {
            complaints.add("published after the link was closed: " + brief(message));
        }
    }

    void trace(Supplier<String> what) {
        world.trace(() -> info.id() + " " + what.get());
    }
}
