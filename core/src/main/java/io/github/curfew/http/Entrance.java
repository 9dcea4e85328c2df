package io.github.curfew.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An address and port at which connections come in, tried again for as long as it cannot be had. Used by one thread. */
final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final int BACKLOG = 1_024;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** How often an open one asks whether people may still come in, if nobody does. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final String keys;
    private final String host;
    private final int port;
    private final Reception reception;
    private @Nullable ServerSocketChannel channel;
    private @Nullable SelectionKey key;
    private boolean isOpen;
    private boolean obstructed;
    private int failures;
    private long dueAt = System.nanoTime();
    private volatile @Nullable InetSocketAddress address;
    private volatile @Nullable String problem;

    /** Who receives those that come in. */
    interface Reception {
        /** Says why nobody should come in just now; null if they may. */
        @Nullable String problem();

        /** Receives one. */
        Connection receive(SocketChannel channel, SelectionKey key) throws IOException;
    }

    /**
     * Makes an entrance, closed.
     *
     * @param keys the beginning of its settings' keys, such as {@code http.}
     * @param host an address or a name
     * @param port 0 for any
     * @param reception who receives those that come in
     */
    Entrance(String keys, String host, int port, Reception reception) {
        this.keys = keys;
        this.host = host;
        this.port = port;
        this.reception = reception;
    }

    /** Where it is, once it is open. */
    @Nullable InetSocketAddress address() {
        return address;
    }

    /** What keeps people from coming in, in one sentence; null if nothing does. */
    @Nullable String problem() {
        return problem;
    }

    /** Nanoseconds until it wants to be opened, or looked at. */
    long dueIn(long now) {
        return dueAt - now;
    }

    /** Opens it if it is closed and may be tried; closes it if it is open and nobody may come in any more. */
    void openIfDue(Selector selector, Runnable whenSomebodyComes) {
        if (dueAt - System.nanoTime() > 0 || isObstructed()) {
            return;
        }
        dueAt = System.nanoTime() + BETWEEN_LOOKS.toNanos();
        if (isOpen) {
            return;
        }
        if (key != null) {
            key.interestOps(SelectionKey.OP_ACCEPT);
            isOpen = true;
            if (obstructed) {
                opened();
            }
            return;
        }
        ServerSocketChannel opened = null;
        try {
            opened = ServerSocketChannel.open();
            opened.bind(new InetSocketAddress(resolve(), port), BACKLOG);
            opened.configureBlocking(false);
            key = opened.register(selector, SelectionKey.OP_ACCEPT, whenSomebodyComes);
            channel = opened;
            address = (InetSocketAddress) opened.getLocalAddress();
            opened();
        } catch (BindException e) {
            closeQuietly(opened);
            failed(bindProblem(e));
        } catch (IOException | RuntimeException e) {
            closeQuietly(opened);
            failed("it cannot listen on " + place() + " (" + e + "): set curfew." + keys + "host and curfew." + keys
                    + "port to an address of this machine that it may use");
        }
    }

    /** A certificate may expire while it is in use. */
    private boolean isObstructed() {
        String obstacle = reception.problem();
        if (obstacle != null) {
            pause(obstacle);
            obstructed = true;
        }
        return obstacle != null;
    }

    /** Never by asking a name server what "localhost" is: somebody could have taught it otherwise. */
    private InetAddress resolve() throws IOException {
        return host.equalsIgnoreCase("localhost") ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
    }

    private String bindProblem(BindException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("in use")) {
            return place() + " is taken by another process: free it, or set curfew." + keys
                    + "port to another port, or to 0 for any; it is tried again";
        }
        return "it cannot listen on " + place() + " (" + e.getMessage() + "): set curfew." + keys + "host and curfew."
                + keys + "port to an address of this machine that it may use";
    }

    private String place() {
        return "port " + port + " of " + host;
    }

    @Nullable SocketChannel accept() throws IOException {
        if (!isOpen || channel == null || isObstructed()) {
            return null;
        }
        SocketChannel accepted = channel.accept();
        if (accepted != null && problem != null) {
            opened();
        }
        return accepted;
    }

    Connection connection(SocketChannel accepted, SelectionKey connectionKey) throws IOException {
        return reception.receive(accepted, connectionKey);
    }

    /** Takes nobody in for a while. */
    void pause(String sentence) {
        if (key != null && key.isValid()) {
            key.interestOps(0);
        }
        failed(sentence);
    }

    private void opened() {
        isOpen = true;
        obstructed = false;
        failures = 0;
        problem = null;
    }

    private void failed(String sentence) {
        isOpen = false;
        dueAt = System.nanoTime() + pause(failures).toNanos();
        failures++;
        problem = sentence;
    }

    /** How long to wait until something is tried again that has failed so many times before. */
    static Duration pause(int failures) {
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 20));
        return Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }

    void close() {
        isOpen = false;
        closeQuietly(channel);
        channel = null;
    }

    private static void closeQuietly(@Nullable ServerSocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("Closing a server socket threw", e);
        }
    }
}
