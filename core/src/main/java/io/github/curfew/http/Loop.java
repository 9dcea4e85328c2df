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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    private final Opening opening;
    private final List<Entrance> entrances;
    private final Runnable afterRound;
    private final Supplier<Duration> grace;
    private final ByteBuffer shared = ByteBuffer.allocate(16 * 1024);
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Allowance allowance = new Allowance(System::nanoTime);
    private final CountDownLatch closing = new CountDownLatch(1);
    private long worked;
    private volatile @Nullable Selector selector;
    private volatile @Nullable String problem;
    private volatile boolean anyWaiting;

    /** Opens a selector. */
    interface Opening {
        /** Throws where the driver has too many files open. */
        Selector open() throws IOException;
    }

    /**
     * Makes the loop; it runs in whatever thread runs it.
     *
     * @param opening opens its selector, again and again until it can be had
     * @param entrances where connections come in
     * @param afterRound called in each round, to look at the entrances
     * @param grace how long to go on after the end, asked at the end
     */
    Loop(Opening opening, List<Entrance> entrances, Runnable afterRound, Supplier<Duration> grace) {
        this.opening = opening;
        this.entrances = List.copyOf(entrances);
        this.afterRound = afterRound;
        this.grace = grace;
    }

    /** Something was reported. Does not block; costs nothing while nobody waits. */
    void wake() {
        if (anyWaiting) {
            wakeUp();
        }
    }

    /** Ends the loop, within a second or so: those that wait get their answer as it is. */
    void close() {
        closing.countDown();
        wakeUp();
    }

    private void wakeUp() {
        Selector open = selector;
        if (open != null) {
            open.wakeup();
        }
    }

    /** What keeps it from running, in one sentence; null if nothing does. */
    @Nullable String problem() {
        return problem;
    }

    boolean hasRoomToWait() {
        return connections.stream().filter(Connection::isWaiting).count() < MOST_WAITING;
    }

    @Override
    public void run() {
        try (Selector open = open()) {
            if (open != null) {
                run(open);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("Closing the selector threw", e);
        }
    }

    /** Null if it was closed before one could be had. */
    private @Nullable Selector open() {
        for (int failures = 0; closing.getCount() > 0; failures++) {
            try {
                Selector open = opening.open();
                selector = open;
                problem = null;
                return open;
            } catch (IOException | RuntimeException | Error e) {
                problem = "the server cannot begin (" + e.getMessage()
                        + "): most likely the driver has too many files open";
                afterRound.run();
            }
            try {
                boolean unused = closing.await(Entrance.pause(failures).toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                LOG.debug("Nobody means this thread by an interrupt", e);
            }
        }
        return null;
    }

    private void run(Selector open) throws InterruptedException {
        try {
            while (closing.getCount() > 0) {
                try {
                    round(open, pause());
                    rest();
                } catch (Throwable e) {
                    LOG.warn("A round of the http door failed and is tried again", e);
                    // Whatever it is, it must not turn into a thread that spins.
                    Thread.sleep(AFTER_A_BUG.toMillis());
                }
            }
            serveLast(open);
            sayFarewell(open);
        } finally {
            connections.forEach(Connection::close);
            entrances.forEach(Entrance::close);
        }
    }

    private void round(Selector open, long pauseMillis) throws IOException {
        for (Entrance entrance : entrances) {
            entrance.openIfDue(open, () -> accept(entrance, open));
        }
        afterRound.run();
        if (pauseMillis < 0) {
            open.select();
        } else if (pauseMillis == 0) {
            open.selectNow();
        } else {
            open.select(pauseMillis);
        }
        // Nobody means this thread by an interrupt, and with one standing no wait would wait.
        boolean unused = Thread.interrupted();
        runSelected(open);
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

    private static void runSelected(Selector open) {
        for (SelectionKey key : List.copyOf(open.selectedKeys())) {
            open.selectedKeys().remove(key);
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

    private void accept(Entrance entrance, Selector open) {
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
                    admit(entrance, channel, open);
                }
            }
        } catch (IOException e) {
            // Too many open files, most likely: they are the driver's, and it needs them more.
            entrance.pause("connections cannot be accepted: " + e.getMessage());
        }
    }

    private void admit(Entrance entrance, SocketChannel channel, Selector open) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            SelectionKey key = channel.register(open, SelectionKey.OP_READ);
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
    private void serveLast(Selector open) {
        long end = System.nanoTime() + grace.get().toNanos();
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                long most = left / 1_000_000 + 1;
                long pause = pause();
                round(open, pause < 0 ? most : Math.min(pause, most));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("The http door closes early", e);
        }
    }

    private void sayFarewell(Selector open) {
        entrances.forEach(Entrance::close);
        long end = System.nanoTime() + LAST_WRITES.toNanos();
        List.copyOf(connections).forEach(connection -> connection.review(true));
        try {
            while (connections.stream().anyMatch(Connection::isWriting) && System.nanoTime() < end) {
                open.select(50);
                runSelected(open);
                connections.removeIf(Connection::isClosed);
            }
        } catch (IOException e) {
            LOG.debug("The last answers could not all be written", e);
        }
    }
}
