package io.github.curfew.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A broker that hangs: it takes every connection and all that is said on it, and never answers. */
final class BlackHole implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Socket> taken = new ConcurrentLinkedQueue<>();

    BlackHole() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::take, "black-hole");
        thread.setDaemon(true);
        thread.start();
    }

    private void take() {
        while (!server.isClosed()) {
            try {
                taken.add(server.accept());
            } catch (IOException e) {
                // Only its end ends it, and then there is nothing to say.
                return;
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many have come to it. */
    int connections() {
        return taken.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : taken) {
            socket.close();
        }
    }
}
