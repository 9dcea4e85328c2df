package io.github.curfew.benchmarks.idle;

import io.github.curfew.benchmarks.child.Child;
import io.github.curfew.benchmarks.child.Jvm;
import io.github.curfew.benchmarks.server.Server;
import io.github.curfew.benchmarks.server.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Processes of one way, by how many queries they have, and one that does nothing: alive, and looked at together. */
final class Watch implements AutoCloseable {
    /** Small allocation buffers, by which allocation is counted; and what clients of servers want that look at nothing. */
    private static final Jvm JVM = Jvm.here(2_048)
            .with(
                    "-XX:+UseSerialGC",
                    "-Xmn1g",
                    "-XX:TLABSize=4k",
                    "-XX:-ResizeTLAB",
                    "-Daws.accessKeyId=none",
                    "-Daws.secretAccessKey=none");

    private final Child nothing;
    private final Map<Integer, Watched> watched = new LinkedHashMap<>();

    /** One process, and where it goes. */
    private record Watched(Child child, Server server) {}

    /**
     * Starts them, all before it waits for any: the first of several that follow each other would be the oldest, of which
     * the most is compiled.
     *
     * @param round in whose namespaces nobody has been
     */
    Watch(Servers servers, String backend, Way way, List<Integer> sizes, int round)
            throws IOException, InterruptedException {
        nothing = new Child("a JVM that does nothing", JVM, Nothing.class, List.of());
        try {
            nothing.answer();
            for (int size : sizes) {
                Server server = servers.open();
                String name = backend + ", " + way.title(size);
                List<String> arguments = way == Way.CURFEW
                        ? curfew(server, backend, size, round)
                        : List.of(backend, server.address(), Integer.toString(size));
                Class<?> main = way == Way.CURFEW ? IdleDriver.class : ByHand.class;
                Child child = new Child(name, JVM, main, arguments);
                watched.put(size, new Watched(child, server));
            }
            for (Watched one : watched.values()) {
                one.child().answer();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static List<String> curfew(Server server, String backend, int runs, int round) {
        Map<String, String> settings = new TreeMap<>(server.settings());
        settings.put("backends", backend);
        settings.put("namespace", "idle-" + runs + "-" + round);
        if (backend.equals("kafka")) {
            settings.put("kafka.client.metric.reporters", KafkaCalls.REPORTERS);
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(runs));
        settings.forEach((key, value) -> arguments.add(key + "=" + value));
        return arguments;
    }

    /** What each costs beyond one that does nothing, by how many queries it has. */
    Map<Integer, Costs> look(Duration warmUp, Duration time) throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        Map<Integer, Long> before = new LinkedHashMap<>();
        nothing.ask("mark");
        for (Map.Entry<Integer, Watched> one : watched.entrySet()) {
            one.getValue().child().ask("mark");
            LongSupplier calls = one.getValue().server().calls();
            if (calls != null) {
                before.put(one.getKey(), calls.getAsLong());
            }
        }
        TimeUnit.NANOSECONDS.sleep(time.dividedBy(4).toNanos());
        nothing.ask("count");
        for (Watched one : watched.values()) {
            one.child().ask("count");
        }
        TimeUnit.NANOSECONDS.sleep(time.minus(time.dividedBy(4)).toNanos());
        Costs idle = Costs.parse(nothing.ask("read"));
        Map<Integer, Costs> costs = new LinkedHashMap<>();
        for (Map.Entry<Integer, Watched> one : watched.entrySet()) {
            LongSupplier calls = one.getValue().server().calls();
            Costs measured = Costs.parse(one.getValue().child().ask("read"));
            Long then = before.get(one.getKey());
            if (calls != null && then != null) {
                measured = measured.counted(calls.getAsLong() - then);
            }
            costs.put(one.getKey(), measured.beyond(idle));
            one.getValue().child().complaint().forEach(complaint -> System.out.println("  " + complaint));
        }
        return costs;
    }

    @Override
    public void close() {
        nothing.close();
        watched.values().forEach(one -> {
            one.child().close();
            one.server().close();
        });
    }
}
