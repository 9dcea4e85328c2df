package io.github.curfew.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface that nobody uses. */
public final class FreePort {
    private FreePort() {}

    /**
     * Finds one. It is not reserved; the system gives out others first, so that it stays free for a while.
     *
     * @return the port
     */
    public static int next() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free on the loopback interface", e);
        }
    }
}
