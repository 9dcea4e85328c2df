package io.github.curfew.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The network between drivers and a server: it can be slow, swallow everything, or be cut. Thread-safe. */
final class TcpProxy implements AutoCloseable {
    private static final int SLOWNESS_MILLIS = 60;
    private static final int SLOW_PIECE = 1_024;

    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private int target;
    private int cuts;
    private Mode mode = Mode.OPEN;

    /** How the network is. */
    enum Mode {
        OPEN,
        SLOW,
        /** Connections stay, and nothing arrives. */
        FROZEN,
        /** Nobody can connect, and who was is no longer. */
        CUT,
        /** Of what is asked the first half arrives, and then the connection is no more. */
        TORN_REQUESTS,
        /** The same of what is answered. */
        TORN_ANSWERS
    }

    TcpProxy() {
        try {
            door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("accept", this::accept);
    }

    /** Where it leads. */
    synchronized TcpProxy to(int port) {
        target = port;
        return this;
    }

    int port() {
        return door.getLocalPort();
    }

    synchronized void set(Mode next) {
        mode = next;
        notifyAll();
        if (next == Mode.CUT) {
            closeAll();
        }
    }

    /** As the way back from {@link Mode#FROZEN} is when whoever is in between has forgotten its connections. */
    void reset() {
        set(Mode.CUT);
        set(Mode.OPEN);
    }

    /** As of a server that was killed: whoever was connected no longer is, and nobody is there any more. */
    synchronized void hangUp() {
        target = 0;
        closeAll();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void run(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // A socket was closed: the end of this thread's work.
                        Thread.currentThread().interrupt();
                    }
                },
                "proxy-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            Way way = way();
            try {
                if (way == null || !join(client, new Socket(InetAddress.getLoopbackAddress(), way.target()), way)) {
                    client.close();
                }
            } catch (IOException e) {
                // The server is not there.
                client.close();
            }
        }
    }

    /**
     * What somebody finds who comes.
     *
     * @param target where it leads
     * @param cuts how often it had been cut before
     */
    private record Way(int target, int cuts) {}

    private synchronized @Nullable Way way() {
        return mode == Mode.CUT ? null : new Way(target, cuts);
    }

    /** Whoever was on his way when it was cut must not arrive: nobody would hang up on him. */
    private synchronized boolean join(Socket client, Socket server, Way way) throws IOException {
        if (way.cuts() != cuts) {
            server.close();
            return false;
        }
        sockets.add(client);
        sockets.add(server);
        run("there", () -> pump(client, server, Mode.TORN_REQUESTS));
        run("back", () -> pump(server, client, Mode.TORN_ANSWERS));
        return true;
    }

    private synchronized Mode now() {
        return mode;
    }

    private void pump(Socket from, Socket to, Mode torn) throws IOException, InterruptedException {
        byte[] buffer = new byte[16 * 1_024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                int count = in.read(buffer, 0, now() == Mode.SLOW ? SLOW_PIECE : buffer.length);
                if (count < 0) {
                    return;
                }
                pass();
                if (now() == torn) {
                    out.write(buffer, 0, count / 2);
                    return;
                }
                out.write(buffer, 0, count);
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void pass() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOWNESS_MILLIS);
        for (long left = SLOWNESS_MILLIS; mode == Mode.SLOW && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        }
        while (mode == Mode.FROZEN) {
            wait();
        }
    }

    private void closeAll() {
        cuts++;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // Then it is closed.
            }
        }
    }

    @Override
    public void close() {
        set(Mode.CUT);
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
