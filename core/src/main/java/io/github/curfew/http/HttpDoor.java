package io.github.curfew.http;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.BackendHealth.State;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Durations;
import io.github.curfew.spi.Door;
import io.github.curfew.spi.Driver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The http server of one driver, with one thread, whatever the number of queries and connections. */
final class HttpDoor implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);
    /** Whoever asked for reports within this time is taken to ask again. */
    private static final Duration FOLLOWING = Duration.ofSeconds(15);

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final DoorSettings settings;
    private final SignalBook book = new SignalBook();
    private BackendHealth told = new BackendHealth(HttpProvider.NAME, State.CONNECTING, Instant.now(), "");
    private volatile @Nullable Loop loop;
    /** When somebody last followed the reports, as {@link System#nanoTime}. */
    private volatile @Nullable Long followedAt;

    private @Nullable Thread thread;
    private @Nullable Entrance main;
    private @Nullable Entrance health;

    HttpDoor(DoorSettings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized void open(Driver driver) {
        List<Entrance> entrances = new ArrayList<>();
        main = new Entrance("http.", settings.host(), settings.port(), new MainReception(driver));
        entrances.add(main);
        if (settings.healthPort() != null) {
            health = new Entrance("http.health.", settings.healthHost(), settings.healthPort(), new HealthReception());
            entrances.add(health);
        }
        Loop made = new Loop(Selector::open, entrances, this::tell, this::grace);
        loop = made;
        driver.listen(report -> {
            book.take(report);
            made.wake();
        });
        thread = new Thread(made, "curfew-http");
        thread.setDaemon(true);
        thread.setContextClassLoader(HttpDoor.class.getClassLoader());
        thread.start();
    }

    private boolean hasRoomToWait() {
        Loop open = loop;
        return open != null && open.hasRoomToWait();
    }

    private Duration grace() {
        Long last = followedAt;
        return last != null && System.nanoTime() - last < FOLLOWING.toNanos() ? GRACE : Duration.ZERO;
    }

    /** Those who ask for more than health. */
    private final class MainReception implements Entrance.Reception {
        private final Api api;
        private final DriverInfo driver;
        private final Strangers strangers = new Strangers(System::nanoTime);

        MainReception(Driver driver) {
            this.driver = driver.info();
            this.api = new Api(driver, book, HttpDoor.this::hasRoomToWait, () -> followedAt = System.nanoTime());
        }

        @Override
        public @Nullable String problem() {
            return settings.tls() == null ? null : settings.tls().problem();
        }

        @Override
        public Connection receive(SocketChannel channel, SelectionKey key) throws IOException {
            SocketAddress from = channel.getRemoteAddress();
            List<String> names = new ArrayList<>(List.of(settings.host(), driver.host()));
            Pipe pipe = new PlainPipe(channel);
            if (settings.tls() != null) {
                Identity identity = settings.tls().current();
                names.addAll(identity.names());
                SSLEngine engine = identity.context().createSSLEngine();
                pipe = new TlsPipe(channel, engine);
            }
            Gate gate = new Gate(settings.token(), names);
            return new Connection(channel, pipe, key, new RequestReader(head -> check(gate, head, from)), api::handle);
        }

        private void check(Gate gate, Head head, SocketAddress from) {
            try {
                gate.check(head);
            } catch (Refusal e) {
                if (e.response().status() == 401) {
                    strangers.note(from);
                }
                throw e;
            }
        }
    }

    /** A kubelet, that gets to know that this JVM lives, and nothing else; nobody restarts a driver for its broker. */
    private static final class HealthReception implements Entrance.Reception {
        @Override
        public @Nullable String problem() {
            return null;
        }

        @Override
        public Connection receive(SocketChannel channel, SelectionKey key) {
            RequestReader reader = new RequestReader(HealthReception::check);
            return new Connection(channel, new PlainPipe(channel), key, reader, request -> Answer.now(up()));
        }

        private static void check(Head head) {
            if (!head.path().equals("/health")) {
                throw new Refusal(404, "there is only GET /health at this port");
            }
            if (!head.method().equals("GET")) {
                throw new Refusal(405, "use GET", java.util.Map.of("Allow", "GET"));
            }
        }

        private static Response up() {
            return Response.json(200, json -> {
                json.writeStartObject();
                json.writeStringField("status", "up");
                json.writeEndObject();
            });
        }
    }

    @Override
    public synchronized BackendHealth health() {
        return told;
    }

    /** Where it listens, once it does. */
    synchronized @Nullable InetSocketAddress address() {
        return main == null ? null : main.address();
    }

    /** Where health is told apart, once it is. */
    synchronized @Nullable InetSocketAddress healthAddress() {
        return health == null ? null : health.address();
    }

    /** Looks how the entrances are, and tells what changed. */
    private synchronized void tell() {
        String problem = loop == null ? null : loop.problem();
        if (problem == null && main != null) {
            problem = main.problem();
        }
        if (problem == null && health != null) {
            problem = health.problem();
        }
        if (problem != null) {
            degraded(problem);
        } else if (told.state() != State.LISTENING && main != null && main.address() != null) {
            listening(main.address());
        }
    }

    private void listening(InetSocketAddress address) {
        State before = told.state();
        String url = (settings.tls() == null ? "http://" : "https://") + Urls.text(address);
        // The one thing about a healthy door that nobody can know who set its port to 0.
        String remark = settings.port() == 0 ? "it chose port " + address.getPort() : "";
        told = new BackendHealth(HttpProvider.NAME, State.LISTENING, Instant.now(), remark);
        LOG.info("Curfew listens on {}{}", url, before == State.DEGRADED ? " again" : "");
        if (health != null && health.address() != null) {
            LOG.info("Curfew tells its health on http://{}/health", Urls.text(health.address()));
        }
    }

    private void degraded(String cause) {
        boolean isNew = told.state() != State.DEGRADED;
        told = new BackendHealth(HttpProvider.NAME, State.DEGRADED, isNew ? Instant.now() : told.since(), cause);
        if (isNew) {
            LOG.warn("Curfew cannot use http just now and keeps trying; streams go on undisturbed: {}", cause);
        }
    }

    @Override
    public void close() {
        Loop open;
        Thread runner;
        synchronized (this) {
            open = loop;
            runner = thread;
            loop = null;
            thread = null;
        }
        if (open == null || runner == null) {
            return;
        }
        open.close();
        try {
            runner.join(LONGEST_CLOSE.toMillis());
            if (runner.isAlive()) {
                LOG.warn(
                        "The http door is not closed after {}; its thread ends with the JVM",
                        Durations.text(LONGEST_CLOSE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
