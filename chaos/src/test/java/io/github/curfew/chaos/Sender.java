package io.github.curfew.chaos;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Sealer;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Action;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whoever may send signals, and, where signatures are required, some who may not. Not thread-safe. */
final class Sender implements AutoCloseable {
    private static final Duration EXPIRY = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** With one of several: the others are not to wait for who does not answer. */
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(700);

    private final Story story;
    private final Random random;
    private final Settings settings;
    private final Transport transport;
    private final List<Transport> ways;
    private final ExecutorService posts = Executors.newCachedThreadPool();
    private final Sealer proper;
    private final Sealer forger;
    private final Sealer elsewhere;

    /**
     * Makes one.
     *
     * @param story to which all is told that it sends
     * @param flags its settings
     * @param places settings for each way to send by, where there are several
     * @param random of which it is drawn what it sends
     */
    Sender(Story story, Map<String, String> flags, List<Map<String, String>> places, Random random) {
        this.story = story;
        this.random = random;
        this.settings = settings(flags);
        this.transport = open(settings);
        this.ways = places.isEmpty()
                ? List.of(transport)
                : places.stream().map(place -> open(settings(place))).toList();
        AuthSettings auth = settings.auth(Role.SENDER);
        this.proper = Sealer.ofSignals(auth, settings.namespace());
        this.elsewhere = Sealer.ofSignals(auth, "elsewhere");
        Map<String, String> others = new HashMap<>(flags);
        others.computeIfPresent("auth.keys.ops.secret", (key, secret) -> secret.replace('0', '1'));
        this.forger = Sealer.ofSignals(settings(others).auth(Role.SENDER), settings.namespace());
    }

    private static Settings settings(Map<String, String> flags) {
        return Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
    }

    private static Transport open(Settings settings) {
        BackendProvider backend = settings.backends().get(0);
        return backend.open(settings.backendConfig(backend, Role.SENDER, "sender-" + UUID.randomUUID()));
    }

    /** Sends one to somebody, or to all. */
    void sendAny() {
        if (story.isGuarded() && random.nextInt(4) == 0) {
            Sent.Kind[] kinds = Sent.Kind.values();
            send(kinds[1 + random.nextInt(kinds.length - 1)], null);
        } else {
            send(Sent.Kind.PROPER, anybody());
        }
    }

    private record Whom(String selector, Predicate<Map<String, String>> meant) {}

    private static Whom shard(int shard) {
        String wanted = "" + shard;
        return new Whom("shard=" + shard, labels -> wanted.equals(labels.get("shard")));
    }

    private Whom anybody() {
        List<ChaosRun> living = story.drivers().stream()
                .flatMap(driver -> driver.living().stream())
                .toList();
        if (random.nextInt(20) == 0) {
            return new Whom("*", labels -> true);
        }
        if (living.isEmpty() || random.nextInt(3) == 0) {
            return shard(random.nextInt(ChaosRun.SHARDS));
        }
        String name = String.valueOf(
                living.get(random.nextInt(living.size())).info().labels().get(Labels.QUERY_NAME));
        return new Whom("query.name=" + name, labels -> name.equals(labels.get(Labels.QUERY_NAME)));
    }

    /** Asks all of a shard to stop, and tells whether that is on its way. */
    boolean sendTo(int shard) {
        return send(Sent.Kind.PROPER, shard(shard)).taken().size() == ways.size();
    }

    private Sent send(Sent.Kind kind, @Nullable Whom whom) {
        Whom meant = whom == null ? new Whom("*", labels -> true) : whom;
        boolean now = random.nextInt(8) == 0;
        Duration deadline = Duration.ofMillis(1_000 + random.nextInt(2_000));
        String id = UUID.randomUUID().toString();
        Sent sent = new Sent(id, kind, meant.selector(), meant.meant(), now, deadline, Moments.now(), Map.of());
        story.add(sent);
        Terms terms = now
                ? new Terms(Mode.NOW, null, null, EXPIRY, "", null)
                : new Terms(Mode.GRACEFUL, deadline, OnTimeout.FORCE, EXPIRY, "", null);
        Payload body = sealed(
                kind,
                new Signal(
                        new SignalId("/chaos", id),
                        Action.STOP,
                        Selector.parse(meant.selector()),
                        terms,
                        Instant.now()));
        // As a sender does that did not hear the answer.
        boolean twice = random.nextInt(5) == 0;
        Sent done = sent.published(publish(id, body, twice));
        story.add(done);
        return done;
    }

    private Payload sealed(Sent.Kind kind, Signal signal) {
        Sealer sealer = switch (kind) {
            case FORGED -> forger;
            case ELSEWHERE -> elsewhere;
            default -> proper;
        };
        return kind == Sent.Kind.UNSIGNED ? Codec.encode(signal) : sealer.seal(signal, EXPIRY, Instant.now());
    }

    /** By all ways at once: those that are open are not to wait for the others. */
    private Map<Integer, Instant> publish(String id, Payload body, boolean twice) {
        Map<Integer, Instant> taken = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int each = 0; each < ways.size(); each++) {
            int way = each;
            all.add(CompletableFuture.runAsync(
                    () -> {
                        boolean kept = publish(way, id, body);
                        // A broker may take in long afterwards what it did not answer to; a connection to a driver
                        // ends with it.
                        if (twice && (kept || ways.size() > 1)) {
                            kept = publish(way, id, body);
                        }
                        if (kept) {
                            taken.put(way, Moments.now());
                        }
                    },
                    posts));
        }
        all.forEach(CompletableFuture::join);
        return taken;
    }

    private boolean publish(int way, String id, Payload body) {
        Duration patience = ways.size() > 1 ? LITTLE_PATIENCE : PATIENCE;
        try {
            return ways.get(way)
                    .publish(new Outgoing(Topic.SIGNALS, "", id, body, null, EXPIRY), patience)
                    .isKept();
        } catch (TransportException e) {
            return false;
        }
    }

    /** That leads to all. */
    Transport transport() {
        return transport;
    }

    @Override
    public void close() {
        posts.shutdownNow();
        ways.forEach(Transport::close);
        transport.close();
    }
}
