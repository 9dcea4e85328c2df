package io.github.curfew.http;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's one thread. It blocks on nothing but the wait for something to happen, so whoever is slow keeps nobody
 * waiting, and idle connections cost a place and no more.
 *
 * <p>The JDK's own server was measured first and is not used: its limits are system properties of the whole JVM, read
 * once by whoever is first (a monitoring agent, say), so that on somebody's driver two thousand connections came in
 * against a limit of 64, and four slow ones kept everybody else out.
 */
final class Loop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int MOST_CONNECTIONS = 64;
    /** Those that wait for a stop leave room for those that ask for one. */
    static final int MOST_WAITING = 32;

    /** Those who came before are heard before many more come in, so that a crowd at the door pushes nobody out. */
    private static final int MOST_AT_ONCE = 8;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);
    private static final Duration LAST_WRITES = Duration.ofSeconds(1);

    private final Selector selector;
    private final List<Entrance> entrances;
    private final Runnable afterRound;
    private final Supplier<Duration> grace;
    private final ByteBuffer shared = ByteBuffer.allocate(16 * 1024);
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Allowance allowance = new Allowance(System::nanoTime);
    private long worked;
    private volatile boolean closing;
    private volatile boolean anyWaiting;

    /**
     * Makes the loop; it runs in whatever thread runs it.
     *
     * @param selector of its own
     * @param entrances where connections come in
     * @param afterRound called in each round, to look at the entrances
     * @param grace how long to go on after the end, asked at the end
     */
    Loop(Selector selector, List<Entrance> entrances, Runnable afterRound, Supplier<Duration> grace) {
        this.selector = selector;
        this.entrances = List.copyOf(entrances);
        this.afterRound = afterRound;
        this.grace = grace;
    }

    /** Something was reported. Does not block; costs nothing while nobody waits. */
    void wake() {
        if (anyWaiting) {
            selector.wakeup();
        }
    }

    /** Ends the loop, within a second or so: those that wait get their answer as it is. */
    void close() {
        closing = true;
        selector.wakeup();
    }

    boolean hasRoomToWait() {
        return connections.stream().filter(Connection::isWaiting).count() < MOST_WAITING;
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                try {
                    round(pause());
                    rest();
                } catch (Throwable e) {
                    LOG.warn("A round of the http door failed and is tried again", e);
                    // Whatever it is, it must not turn into a thread that spins.
                    Thread.sleep(AFTER_A_BUG.toMillis());
                }
            }
            serveLast();
            sayFarewell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.forEach(Connection::close);
            entrances.forEach(Entrance::close);
            try {
                selector.close();
            } catch (IOException e) {
                LOG.debug("Closing the selector threw", e);
            }
        }
    }

    private void round(long pauseMillis) throws IOException {
        for (Entrance entrance : entrances) {
            entrance.openIfDue(selector, () -> accept(entrance));
        }
        afterRound.run();
        if (pauseMillis < 0) {
            selector.select();
        } else if (pauseMillis == 0) {
            selector.selectNow();
        } else {
            selector.select(pauseMillis);
        }
        // Nobody means this thread by an interrupt, and with one standing no wait would wait.
        boolean unused = Thread.interrupted();
        runSelected();
        review();
    }

    /** What waits meanwhile waits in the network, where it costs the driver nothing. */
    private void rest() throws InterruptedException {
        long now = THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
        Duration pause = allowance.spend(now - worked);
        worked = now;
        if (!pause.isZero()) {
            Thread.sleep(pause.toMillis() + 1);
        }
    }

    private void runSelected() {
        for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
            selector.selectedKeys().remove(key);
            if (key.isValid()) {
                ((Runnable) key.attachment()).run();
            }
        }
    }

    private void review() {
        connections.removeIf(Connection::isClosed);
        // First the flag, then the look: what is reported between them wakes the next round.
        anyWaiting = connections.stream().anyMatch(Connection::isWaiting);
        long now = System.nanoTime();
        for (Connection connection : connections) {
            connection.review(false);
            if (!connection.isClosed() && connection.deadline() - now <= 0) {
                connection.overdue();
            }
        }
        connections.removeIf(Connection::isClosed);
    }

    private void accept(Entrance entrance) {
        try {
            for (int count = 0; count < MOST_AT_ONCE; count++) {
                SocketChannel channel = entrance.accept();
                if (channel == null) {
                    return;
                }
                makeRoom();
                if (connections.size() >= MOST_CONNECTIONS) {
                    channel.close();
                } else {
                    admit(entrance, channel);
                }
            }
        } catch (IOException e) {
            // Too many open files, most likely: they are the driver's, and it needs them more.
            entrance.pause("connections cannot be accepted: " + e.getMessage());
        }
    }

    private void admit(Entrance entrance, SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Connection connection = entrance.connection(channel, key);
            key.attach((Runnable) () -> connection.ready(shared));
            connections.add(connection);
        } catch (IOException | RuntimeException e) {
            channel.close();
            LOG.debug("A connection could not be taken in", e);
        }
    }

    /** Those who have their answer go first, then those who are there the longest without having asked anything. */
    private void makeRoom() {
        connections.removeIf(Connection::isClosed);
        if (connections.size() >= MOST_CONNECTIONS) {
            connections.stream()
                    .filter(Connection::isAnswered)
                    .findFirst()
                    .or(() -> connections.stream().filter(Connection::isReading).findFirst())
                    .ifPresent(Connection::close);
            connections.removeIf(Connection::isClosed);
        }
    }

    /** Milliseconds until something is due; -1 for nothing. */
    private long pause() {
        long now = System.nanoTime();
        long soonest = Long.MAX_VALUE;
        for (Connection connection : connections) {
            soonest = Math.min(soonest, connection.deadline() - now);
        }
        for (Entrance entrance : entrances) {
            soonest = Math.min(soonest, entrance.dueIn(now));
        }
        if (soonest == Long.MAX_VALUE) {
            return -1;
        }
        return soonest <= 0 ? 0 : soonest / 1_000_000 + 1;
    }

    /** Whoever follows the reports may be between two questions just when the last report is there. */
    private void serveLast() {
        long end = System.nanoTime() + grace.get().toNanos();
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                long most = left / 1_000_000 + 1;
                long pause = pause();
                round(pause < 0 ? most : Math.min(pause, most));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("The http door closes early", e);
        }
    }

    private void sayFarewell() {
        entrances.forEach(Entrance::close);
        long end = System.nanoTime() + LAST_WRITES.toNanos();
        List.copyOf(connections).forEach(connection -> connection.review(true));
        try {
            while (connections.stream().anyMatch(Connection::isWriting) && System.nanoTime() < end) {
                selector.select(50);
                runSelected();
                connections.removeIf(Connection::isClosed);
            }
        } catch (IOException e) {
            LOG.debug("The last answers could not all be written", e);
        }
    }
}
