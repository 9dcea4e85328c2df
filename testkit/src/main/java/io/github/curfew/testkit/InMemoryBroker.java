package io.github.curfew.testkit;

import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker in this JVM: a log for each namespace and topic, with a clock of its own, and with the troubles that brokers
 * have. Transports reach it by its name, through {@link InMemoryBackend}. Thread-safe.
 */
public final class InMemoryBroker {
    private static final Map<String, InMemoryBroker> BROKERS = new ConcurrentHashMap<>();

    private final String name;
    private final Map<String, InMemoryLog> logs = new HashMap<>();
    private final Map<String, Map<String, RunInfo>> running = new HashMap<>();
    private Clock clock = Clock.systemUTC();
    private boolean down;
    private long links;

    private InMemoryBroker(String name) {
        this.name = name;
    }

    /**
     * Finds or makes a broker.
     *
     * @param name any; a test that uses one of its own disturbs no other
     * @return the one of that name
     */
    public static InMemoryBroker named(String name) {
        return BROKERS.computeIfAbsent(name, InMemoryBroker::new);
    }

    /**
     * Gives it another clock, such as a {@link MutableClock} that is hours apart from everybody else's.
     *
     * @param clock what it stamps messages with from now on
     */
    public synchronized void use(Clock clock) {
        this.clock = clock;
    }

    /** Goes down: every call fails, every reader breaks, until {@link #start}. What it holds it keeps. */
    public synchronized void stop() {
        down = true;
        loseLinks();
    }

    /** Comes up again. */
    public synchronized void start() {
        down = false;
        notifyAll();
    }

    /** Breaks every reader that is open now; new ones can be opened at once. */
    public synchronized void loseLinks() {
        links++;
        notifyAll();
    }

    /**
     * Brings the newest messages to every reader once more, as a queue does whose acknowledgement was lost.
     *
     * @param namespace in which
     * @param topic of which kind
     * @param count how many of them
     */
    public synchronized void redeliver(String namespace, Topic topic, int count) {
        log(namespace, topic).redeliver(count);
        notifyAll();
    }

    /**
     * Drops all but the newest messages, as retention does. A reader that had not seen them is told of its loss.
     *
     * @param namespace in which
     * @param topic of which kind
     * @param keep how many of them stay
     */
    public synchronized void trim(String namespace, Topic topic, int keep) {
        log(namespace, topic).trim(keep);
        notifyAll();
    }

    /**
     * Publishes bytes as somebody without Curfew would.
     *
     * @param namespace in which
     * @param topic of which kind
     * @param body any bytes
     * @return what it has then
     */
    public synchronized Stored publish(String namespace, Topic topic, Payload body) {
        Stored stored = log(namespace, topic).append(clock.instant().truncatedTo(ChronoUnit.MILLIS), body);
        notifyAll();
        return stored;
    }

    /**
     * Tells what it holds.
     *
     * @param namespace in which
     * @param topic of which kind
     * @return in the order of publication
     */
    public synchronized List<Stored> stored(String namespace, Topic topic) {
        return log(namespace, topic).stored();
    }

    /**
     * Tells which runs drivers have announced, and not yet withdrawn.
     *
     * @param namespace in which
     * @return in the order of announcement
     */
    public synchronized List<RunInfo> running(String namespace) {
        return List.copyOf(running.getOrDefault(namespace, Map.of()).values());
    }

    @Override
    public String toString() {
        return "InMemoryBroker[" + name + "]";
    }

    synchronized void announce(String namespace, RunInfo run) {
        running.computeIfAbsent(namespace, any -> new LinkedHashMap<>()).putIfAbsent(run.id(), run);
    }

    synchronized void withdraw(String namespace, RunInfo run) {
        running.getOrDefault(namespace, new HashMap<>()).remove(run.id());
    }

    synchronized Instant now() {
        return clock.instant();
    }

    synchronized void wake() {
        notifyAll();
    }

    InMemoryLog log(String namespace, Topic topic) {
        return logs.computeIfAbsent(namespace + "/" + topic, InMemoryLog::new);
    }

    /** Another number, and links that were opened before are lost. */
    long links() {
        return links;
    }

    boolean isDown() {
        return down;
    }

    synchronized void reach(String operation, @Nullable String transportClosed) {
        if (down || transportClosed != null) {
            String cause = transportClosed == null ? "the broker is down" : transportClosed;
            throw TransportException.passing(
                    "cannot " + operation + " the in-memory broker " + name + ": " + cause, new IOException(cause));
        }
    }

    /**
     * A message that the broker holds.
     *
     * @param id its identity
     * @param time when it came, by the broker's clock, to the millisecond
     * @param body its bytes
     */
    public record Stored(String id, Instant time, Payload body) {}
}
