package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.child.Child;
import io.github.curfew.benchmarks.fleet.Round.Cpu;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Curfew, or what one would do without it: so many drivers, and somebody who stops all of them. */
final class Side implements AutoCloseable {
    /** The order to a sender that asks what its heap holds. */
    static final String HEAP = "heap";

    /** The threads that a driver has only while something is going on are gone after two seconds. */
    private static final Duration REST = Duration.ofSeconds(3);

    private static final Duration QUIET = Duration.ofMillis(500);
    /** Of so many drivers one may beat in so short a time: several times as many as do. */
    private static final int BEATS_MEANWHILE = 20;

    private static final int MEGABYTES_OF_SENDER = 512;

    private final Broker broker;
    private final int drivers;
    private final boolean hasRuns;
    private final Crowd crowd;
    private final Child sender;
    private int rounds;

    private Side(Broker broker, int drivers, boolean hasRuns, Crowd crowd, Child sender) {
        this.broker = broker;
        this.drivers = drivers;
        this.hasRuns = hasRuns;
        this.crowd = crowd;
        this.sender = sender;
    }

    static Side curfew(Broker broker, int drivers) throws IOException, InterruptedException {
        Map<String, String> settings = new TreeMap<>(broker.settings());
        settings.put("backends", broker.name());
        settings.put("namespace", "fleet-" + drivers);
        List<String> pairs = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
        Crowd crowd = Crowd.start(Drivers.class, drivers, (first, count) -> {
            List<String> arguments = new ArrayList<>(List.of(Integer.toString(first), Integer.toString(count)));
            arguments.addAll(pairs);
            return arguments;
        });
        return with(broker, drivers, true, crowd, Sender.class, pairs);
    }

    static Side raw(Broker broker, int drivers, int answers) throws Exception {
        String signals = "raw-" + drivers + "-signals";
        String reports = "raw-" + drivers + "-reports";
        broker.makeRaw(signals, reports);
        List<String> where = List.of(broker.name(), broker.address(), signals, reports);
        Crowd crowd = Crowd.start(RawDrivers.class, drivers, (first, count) -> rawArguments(where, count, answers));
        return with(broker, drivers, false, crowd, RawSender.class, rawArguments(where, drivers, answers));
    }

    private static List<String> rawArguments(List<String> where, int count, int answers) {
        List<String> arguments = new ArrayList<>(where);
        arguments.add(Integer.toString(count));
        arguments.add(Integer.toString(answers));
        return arguments;
    }

    private static Side with(
            Broker broker, int drivers, boolean hasRuns, Crowd crowd, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        Child sender = null;
        try {
            sender = new Child(main.getSimpleName(), Crowd.jvm(MEGABYTES_OF_SENDER), main, arguments);
            sender.answer();
            return new Side(broker, drivers, hasRuns, crowd, sender);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (sender != null) {
                sender.close();
            }
            crowd.close();
            throw e;
        }
    }

    /** Stops all once. */
    Round round() throws Exception {
        rounds++;
        if (hasRuns) {
            crowd.ask("start " + rounds);
            require("there " + drivers, ask("await " + rounds + " " + drivers));
        }
        TimeUnit.NANOSECONDS.sleep(REST.toNanos());
        Traffic trafficBefore = broker.traffic();
        Cpu cpuBefore = cpu();
        String said;
        Footprint footprint;
        try (Busiest busiest = Busiest.of(() -> Footprint.of(crowd.handles()))) {
            said = ask("stop");
            footprint = busiest.most();
        }
        if (!said.startsWith("received=")) {
            throw failure(said);
        }
        Traffic traffic = quiet().since(trafficBefore);
        Cpu used = cpu().since(cpuBefore);
        // To look at a heap takes time of the processor's that is no part of a stop.
        return new Round(Told.parse(said), traffic, used, footprint, Long.parseLong(ask(HEAP)));
    }

    private String ask(String order) throws IOException, InterruptedException {
        try {
            return sender.ask(order);
        } catch (IOException e) {
            throw failure(String.valueOf(e.getMessage()));
        }
    }

    private void require(String wanted, String said) throws IOException {
        if (!said.equals(wanted)) {
            throw failure(said + " of " + drivers);
        }
    }

    /** What each process says of it is for whoever runs this, and not for the table. */
    private IOException failure(String what) {
        Stream.concat(sender.complaint(), crowd.complaints()).forEach(System.err::println);
        return new IOException(what);
    }

    /** Runs say bye after their last word on the signal. Some driver's beat is always due in a large fleet. */
    private Traffic quiet() throws Exception {
        Traffic before = broker.traffic();
        while (true) {
            TimeUnit.NANOSECONDS.sleep(QUIET.toNanos());
            Traffic now = broker.traffic();
            if (now.messages() - before.messages() <= drivers / BEATS_MEANWHILE) {
                return now;
            }
            before = now;
        }
    }

    private Cpu cpu() {
        return Cpu.of(crowd.handles(), broker.processes().stream(), Stream.of(sender.handle()));
    }

    @Override
    public void close() {
        sender.close();
        crowd.close();
    }
}
