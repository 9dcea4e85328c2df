package io.github.curfew.engine;

import io.github.curfew.spi.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Senders of all kinds: with clocks of their own, over one broker or two, in events or in words, and some with garbage. */
final class SimSender {
    private static final List<String> POISON = List.of(
            "",
            "{",
            "{\"specversion\":\"1.0\",\"id\":\"x\",\"sour",
            "stop",
            "stop orders payments",
            "\u0000\u0001\u0002",
            "{\"stop\":\"*\",\"restart\":\"*\"}",
            "[1,2,3]",
            "{\"a\":".repeat(40),
            "stop team=",
            "stop *=*",
            "stop * --deadline -5s",
            "stop * --expiry 99999999999999999999d");
    private static final Payload HUGE = Payload.of(new byte[300_000]);

    /** What was sent, by source and id. */
    final Map<String, SimSignal> sent = new LinkedHashMap<>();

    private final History history;
    private final VirtualTime time;
    private final SplittableRandom random;
    private final List<SimBroker> brokers;

    SimSender(History history, VirtualTime time, SplittableRandom random, List<SimBroker> brokers) {
        this.history = history;
        this.time = time;
        this.random = random;
        this.brokers = brokers;
    }

    private record Meant(String selector, Predicate<Map<String, String>> whom) {}

    private static boolean has(Map<String, String> labels, String label, String value) {
        return value.equals(labels.get(label));
    }

    private Meant meant() {
        return switch (random.nextInt(9)) {
            case 0 -> new Meant("*", labels -> true);
            case 1, 2 ->
                new Meant("orders", labels -> has(labels, "query.name", "orders") || has(labels, "app.name", "orders"));
            case 3 -> new Meant("team=a", labels -> has(labels, "team", "a"));
            case 4 -> new Meant("team!=a", labels -> !has(labels, "team", "a"));
            case 5 -> new Meant("team in (a,b)", labels -> has(labels, "team", "a") || has(labels, "team", "b"));
            case 6 ->
                new Meant(
                        "query.name=or*",
                        labels -> labels.getOrDefault("query.name", "").startsWith("or"));
            case 7 -> new Meant("app1", labels -> has(labels, "app.name", "app1"));
            default ->
                new Meant(
                        "app.name=app0,query.name=audit",
                        labels -> has(labels, "app.name", "app0") && has(labels, "query.name", "audit"));
        };
    }

    private SimSignal draw() {
        Meant meant = meant();
        int dice = random.nextInt(12);
        String action = dice == 0
                ? "ping"
                : dice == 1 ? List.of("restart", "pause", "resume").get(random.nextInt(3)) : "stop";
        boolean stop = action.equals("stop");
        Long claimed = null;
        if (random.nextInt(6) != 0) {
            long skew = random.nextInt(3) == 0 ? random.nextLong(-3 * 3_600, 3 * 3_600) * VirtualTime.SECOND : 0;
            claimed = time.now() + skew + random.nextLong(VirtualTime.SECOND);
        }
        Long expiry = random.nextInt(4) == 0
                ? Long.valueOf(
                        random.nextBoolean()
                                ? random.nextLong(100, 20_000) * VirtualTime.MILLI
                                : 600 * VirtualTime.SECOND)
                : null;
        return new SimSignal(
                action,
                meant.selector,
                meant.whom,
                stop && random.nextInt(6) == 0,
                (stop && random.nextBoolean()) ? Long.valueOf(random.nextLong(10_000) * VirtualTime.MILLI) : null,
                (stop && random.nextInt(3) == 0) ? Boolean.valueOf(random.nextBoolean()) : null,
                expiry,
                claimed,
                new ArrayList<>());
    }

    /** Publishes something. */
    void send() {
        SimSignal signal = draw();
        if (random.nextInt(4) == 0) {
            for (SimBroker broker : twoOrOne()) {
                SimSignal words = new SimSignal(
                        signal.action(),
                        signal.selector(),
                        signal.meant(),
                        signal.now(),
                        signal.deadline(),
                        signal.keepRunning(),
                        signal.expiry(),
                        null,
                        new ArrayList<>());
                SimBroker.Stored stored = broker.take(Payload.utf8(words.words()));
                words.copies().add(new SimSignal.Copy(broker, stored));
                note("/curfew/backends/" + broker.name + "#" + stored.id(), words, broker, stored);
            }
            return;
        }
        if (signal.claimed() == null && signal.expiry() != null) {
            return;
        }
        String id = "s" + sent.size();
        String event = signal.event(id);
        for (SimBroker broker : twoOrOne()) {
            int times = random.nextInt(8) == 0 ? 2 : 1;
            for (int copy = 0; copy < times; copy++) {
                time.after(copy == 0 ? random.nextLong(50_000) : random.nextLong(3 * VirtualTime.SECOND), () -> {
                    SimBroker.Stored stored = broker.take(Payload.utf8(event));
                    signal.copies().add(new SimSignal.Copy(broker, stored));
                    note("/sim#" + id, signal, broker, stored);
                });
            }
        }
        sent.put("/sim#" + id, signal);
    }

    private void note(String key, SimSignal signal, SimBroker broker, SimBroker.Stored stored) {
        sent.put(key, signal);
        history.trace(() -> "sender: " + key + " as " + broker.name + "-" + stored.index() + ": " + signal.words()
                + (signal.claimed() == null ? "" : " claimed " + signal.claimed() / VirtualTime.MILLI));
    }

    private List<SimBroker> twoOrOne() {
        SimBroker one = brokers.get(random.nextInt(brokers.size()));
        SimBroker other = brokers.get(random.nextInt(brokers.size()));
        return one == other || random.nextBoolean() ? List.of(one) : List.of(one, other);
    }

    /** A question that everybody must answer, whatever happened before. */
    void ping(SimBroker broker) {
        String id = "ping-" + broker.name;
        SimSignal signal = new SimSignal("ping", "*", labels -> true, false, null, null, null, null, new ArrayList<>());
        SimBroker.Stored stored = broker.take(Payload.utf8(signal.event(id)));
        signal.copies().add(new SimSignal.Copy(broker, stored));
        note("/sim#" + id, signal, broker, stored);
    }

    void poison() {
        SimBroker broker = brokers.get(random.nextInt(brokers.size()));
        broker.take(random.nextInt(20) == 0 ? HUGE : Payload.utf8(POISON.get(random.nextInt(POISON.size()))));
    }

    /** Ten thousand at once, few of them for anybody. */
    void flood() {
        SimBroker broker = brokers.get(random.nextInt(brokers.size()));
        Payload nobody = Payload.utf8("stop nobody-of-this-name");
        @Nullable SimSignal known = sent.values().stream().findAny().orElse(null);
        for (int count = 0; count < 10_000; count++) {
            if (known != null && count % 1_000 == 0 && known.claimed() != null) {
                send();
            } else if (count % 100 == 0) {
                poison();
            } else {
                broker.take(nobody);
            }
        }
    }
}
