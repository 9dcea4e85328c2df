package io.github.curfew.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends rows, a line each, to whoever connects, and each row once. */
final class RowServer implements Closeable {
    private final ServerSocket server;
    private final BlockingQueue<String> rows = new LinkedBlockingQueue<>();

    RowServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "rows");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    void send(String row) {
        rows.add(row);
    }

    /** Whether nothing waits to be sent. */
    boolean isIdle() {
        return rows.isEmpty();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept();
                    Writer writer = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
                serve(socket, writer);
            } catch (IOException e) {
                // The receiver has gone, or the test is over.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(Socket socket, Writer writer) throws IOException, InterruptedException {
        // A receiver sends nothing, so the end of what it sends is its own end.
        socket.setSoTimeout(1);
        while (isThere(socket)) {
            String row = rows.poll(5, TimeUnit.MILLISECONDS);
            if (row != null) {
                writer.write(row);
                writer.write('\n');
                writer.flush();
            }
        }
    }

    private static boolean isThere(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException stillThere) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
