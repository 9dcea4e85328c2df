package io.github.curfew.engine;

import io.github.curfew.engine.SimRun.Temper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One life of a small world, drawn from a seed: brokers, drivers, senders, and all that befalls them. */
final class History implements World {
    final List<SimBroker> brokers = new ArrayList<>();
    final List<SimDriver> drivers = new ArrayList<>();
    final List<LoggedFinals.Logged> logged = new ArrayList<>();
    final SimSender sender;
    final boolean flooded;

    private final long seed;
    private final Plant plant;
    private final boolean tracing;
    private final VirtualTime time;
    private final SplittableRandom random;
    private final List<String> trace = new ArrayList<>();
    private final long activeUntil;
    private final long end;
    private int runs;

    History(long seed, Plant plant, boolean tracing) {
        this.seed = seed;
        this.plant = plant;
        this.tracing = tracing;
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
        this.time = new VirtualTime(random.split());
        this.activeUntil = random.nextLong(10, 50) * VirtualTime.SECOND;
        this.end = faultsEnd() + 110 * VirtualTime.SECOND;
        this.flooded = random.nextInt(1_000) == 0;
        int count = random.nextInt(1, 4);
        for (int at = 0; at < count; at++) {
            brokers.add(broker(at));
        }
        this.sender = new SimSender(this, time, random, brokers);
    }

    private SimBroker broker(int at) {
        SimBroker.Kind[] kinds = SimBroker.Kind.values();
        SimBroker.Kind kind = random.nextInt(3) == 0 ? SimBroker.Kind.EXACT : kinds[random.nextInt(kinds.length)];
        double faults = random.nextBoolean() ? 0 : random.nextInt(4) == 0 ? 0.3 : 0.03;
        SimBroker broker = new SimBroker("b" + at, kind, time, random, faults);
        int troubles = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 4);
        for (int trouble = 0; trouble < troubles; trouble++) {
            long from = random.nextInt(3) == 0 ? 0 : random.nextLong(activeUntil);
            long length = random.nextLong(random.nextInt(3) == 0 ? 40 * VirtualTime.SECOND : 3 * VirtualTime.SECOND);
            broker.troubles.add(new SimBroker.Trouble(
                    from,
                    Math.min(from + length, faultsEnd()),
                    random.nextBoolean() ? -1 : random.nextInt(3),
                    random.nextInt(3) == 0,
                    random.nextInt(6) == 0));
            time.at(from, () -> List.copyOf(broker.open).forEach(SimTransport::wake));
        }
        if (random.nextInt(8) == 0) {
            time.at(random.nextLong(activeUntil), () -> {
                broker.forget(random.nextInt(20));
                trace(() -> broker.name + " has forgotten all before " + broker.floor());
            });
        }
        return broker;
    }

    @Override
    public Plant plant() {
        return plant;
    }

    @Override
    public long faultsEnd() {
        return activeUntil + 3 * VirtualTime.SECOND;
    }

    long end() {
        return end;
    }

    VirtualTime time() {
        return time;
    }

    /**
     * Lives it.
     *
     * @return what the oracle has against it
     */
    List<String> run() {
        int slots = random.nextInt(1, 4);
        for (int slot = 0; slot < slots; slot++) {
            int who = slot;
            List<SimBroker> its = new ArrayList<>();
            for (SimBroker broker : brokers) {
                if (its.isEmpty() || random.nextInt(3) != 0) {
                    its.add(broker);
                }
            }
            time.at(random.nextLong(5 * VirtualTime.SECOND), () -> live(who, 0, its));
        }
        int signals = random.nextInt(1, 8);
        for (int signal = 0; signal < signals; signal++) {
            time.at(random.nextLong(activeUntil), sender::send);
        }
        if (random.nextInt(3) == 0) {
            time.at(random.nextLong(activeUntil), sender::poison);
        }
        if (flooded) {
            time.at(random.nextLong(activeUntil), sender::flood);
        }
        for (SimBroker broker : brokers) {
            time.at(faultsEnd() + 60 * VirtualTime.SECOND, () -> sender.ping(broker));
        }
        LoggedFinals.during(this, () -> time.runUntil(end));
        return new Oracle(this).judge();
    }

    private void live(int slot, int incarnation, List<SimBroker> its) {
        SimDriver driver = new SimDriver(this, time, random.split(), slot, "d" + slot + "." + incarnation, its);
        drivers.add(driver);
        trace(() -> driver.info.id() + " starts with " + its);
        int count = random.nextInt(8) == 0 ? 8 : random.nextInt(1, 4);
        for (int run = 0; run < count; run++) {
            long begin = random.nextInt(3) == 0 ? 0 : random.nextLong(10 * VirtualTime.SECOND);
            startRun(driver, time.now() + (random.nextInt(4) == 0 ? 0 : 2 * VirtualTime.SECOND) + begin);
        }
        boolean stays = random.nextInt(5) < 2;
        long until = time.now() + random.nextLong(activeUntil);
        if (stays) {
            return;
        }
        time.at(until, () -> leave(driver, slot, incarnation, its));
    }

    private void leave(SimDriver driver, int slot, int incarnation, List<SimBroker> its) {
        switch (random.nextInt(4)) {
            case 0 -> driver.die();
            case 1 -> driver.terminate(Duration.ofSeconds(random.nextInt(1, 15)));
            default -> driver.close();
        }
        if (time.now() < activeUntil) {
            restart(driver, slot, incarnation, its);
        }
    }

    private void restart(SimDriver driver, int slot, int incarnation, List<SimBroker> its) {
        time.after(random.nextLong(3 * VirtualTime.SECOND), () -> {
            if (driver.closedAt == Long.MAX_VALUE && !driver.isDead()) {
                restart(driver, slot, incarnation, its);
            } else {
                live(slot, incarnation + 1, its);
            }
        });
    }

    private void startRun(SimDriver driver, long at) {
        // What is sent around the start of a run is what a fence is for.
        if (random.nextInt(3) == 0) {
            time.at(at + random.nextLong(-200 * VirtualTime.MILLI, 200 * VirtualTime.MILLI), sender::send);
        }
        time.at(at, () -> {
            TreeMap<String, String> labels = new TreeMap<>();
            String id = driver.info.id() + ".r" + runs++;
            labels.put("run.id", id);
            labels.put("app.name", driver.info.appName());
            if (random.nextInt(5) != 0) {
                labels.put("query.name", List.of("orders", "payments", "audit").get(random.nextInt(3)));
            }
            if (random.nextInt(3) != 0) {
                labels.put("team", random.nextBoolean() ? "a" : "b");
            }
            Temper[] tempers = Temper.values();
            Temper temper = random.nextInt(5) < 3 ? Temper.GOOD : tempers[random.nextInt(tempers.length)];
            driver.register(id, labels, temper);
        });
    }

    @Override
    public void trace(Supplier<String> what) {
        if (tracing) {
            trace.add(String.format("%10.3f %s", time.now() / 1e6, what.get()));
        }
    }

    List<String> trace() {
        return trace;
    }

    long seed() {
        return seed;
    }
}
