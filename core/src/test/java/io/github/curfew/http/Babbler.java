package io.github.curfew.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose answers have no end. */
final class Babbler implements AutoCloseable {
    private final ServerSocket server;
    private final String status;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger cutOff = new AtomicInteger();

    private Babbler(ServerSocket server, String status) {
        this.server = server;
        this.status = status;
    }

    static Babbler start(String status) throws IOException {
        Babbler babbler = new Babbler(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), status);
        Future<?> unused = babbler.threads.submit(babbler::accept);
        return babbler;
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** How many have hung up on it. */
    int cutOff() {
        return cutOff.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Future<?> unused = threads.submit(() -> babble(socket));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void babble(Socket socket) {
        byte[] line = ("x".repeat(65_535) + "\n").getBytes(US_ASCII);
        try (socket) {
            OutputStream out = socket.getOutputStream();
            out.write((status + "\r\nContent-Type: application/x-ndjson\r\n\r\n").getBytes(US_ASCII));
            while (true) {
                out.write(line);
            }
        } catch (IOException e) {
            cutOff.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
