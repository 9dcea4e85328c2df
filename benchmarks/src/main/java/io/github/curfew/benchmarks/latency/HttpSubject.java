package io.github.curfew.benchmarks.latency;

import com.sun.net.httpserver.HttpServer;
import io.github.curfew.http.HttpProvider;
import io.github.curfew.servers.FreePort;
import io.github.curfew.spi.BackendProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A driver's door, without a broker; the JDK's client and the JDK's server, which hands on what it is given. */
final class HttpSubject implements WokenSubject {
    private final int port = FreePort.next();

    @Override
    public BackendProvider provider() {
        return new HttpProvider();
    }

    @Override
    public Map<String, String> versions() {
        return Map.of();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("http.port", Integer.toString(port), "http.urls", "http://127.0.0.1:" + port);
    }

    @Override
    public String rawTitle() {
        return "POST; a server that puts it into a queue";
    }

    @Override
    public RawClient openRaw() throws IOException {
        return new Raw(true);
    }

    /** A door gives one answer on each connection, so a sender connects for each message. */
    @Override
    public Map<String, RawClient> openOthers() throws IOException {
        return Map.of("as a door: the same, with a connection for each", new Raw(false));
    }

    @Override
    public void close() {}

    private static final class Raw implements RawClient {
        private static final int ACCEPTED = 202;

        private static final long CLOSED = 0;

        /** When each came. */
        private final BlockingQueue<Long> queue = new LinkedBlockingQueue<>();

        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        /** As Curfew's. */
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        private final URI url;
        private long receivedAt;

        Raw(boolean staysConnected) throws IOException {
            server.createContext("/signals", exchange -> {
                byte[] unused = exchange.getRequestBody().readAllBytes();
                queue.add(System.nanoTime());
                if (!staysConnected) {
                    exchange.getResponseHeaders().set("Connection", "close");
                }
                exchange.sendResponseHeaders(ACCEPTED, -1);
                exchange.close();
            });
            server.start();
            url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/signals");
        }

        @Override
        public void send(byte[] message) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .POST(BodyPublishers.ofByteArray(message))
                    .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != ACCEPTED) {
                throw new IOException("the raw client's server answered " + response.statusCode());
            }
        }

        @Override
        public int receive() throws InterruptedException {
            Long taken = queue.poll(5, TimeUnit.SECONDS);
            if (taken == null || taken == CLOSED) {
                return 0;
            }
            receivedAt = taken;
            return 1;
        }

        /** Of the server's own thread, as of Curfew's: whoever waits for the queue is woken after that. */
        @Override
        public long receivedAt() {
            return receivedAt;
        }

        @Override
        public void close() {
            queue.add(CLOSED);
            server.stop(0);
        }
    }
}
