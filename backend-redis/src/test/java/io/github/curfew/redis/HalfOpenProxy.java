package io.github.curfew.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Forwards to a server, until it is told to swallow everything without closing anything. */
final class HalfOpenProxy implements AutoCloseable {
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean swallowing;

    HalfOpenProxy(int target) {
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("accept", () -> {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                pump(client, server);
                pump(server, client);
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // A socket was closed: the end of this thread's work.
                        Thread.currentThread().interrupt();
                    }
                },
                "half-open-proxy-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Socket from, Socket to) {
        run("pump", () -> {
            byte[] buffer = new byte[8_192];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!swallowing) {
                    out.write(buffer, 0, count);
                }
            }
            to.close();
        });
    }

    String url() {
        return "redis://127.0.0.1:" + door.getLocalPort();
    }

    void swallow(boolean all) {
        swallowing = all;
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
