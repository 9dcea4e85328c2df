package io.github.curfew.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stands between a client and a real server, and answers single actions as AWS refuses them. It can also bring every
 * message twice and in another order, as a standard queue may.
 */
final class FaultProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SIGNED = Pattern.compile("Credential=([^/]+)/");

    private final String target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final Set<String> credentials = ConcurrentHashMap.newKeySet();
    private volatile boolean twice;
    private volatile boolean hidesNothing;

    /** How AWS says no, and to which queues; with how often it does so. */
    private record Refusal(int status, String type, String message, String onlyWith, AtomicInteger left) {}

    FaultProxy(String target) {
        this.target = target;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void refuse(String action, int status, String type, String message) {
        refuse(action, "", Integer.MAX_VALUE, status, type, message);
    }

    void refuse(String action, String onlyWith, int times, int status, String type, String message) {
        refusals.put(action, new Refusal(status, type, message, onlyWith, new AtomicInteger(times)));
    }

    /** As a policy does that leaves one action out. */
    void forbid(String action) {
        refuse(
                action,
                403,
                "com.amazon.coral.service#AccessDeniedException",
                "User: arn:aws:iam::123456789012:user/driver is not authorized to perform: sqs:"
                        + action.toLowerCase(Locale.ROOT)
                        + " because no identity-based policy allows it");
    }

    void allow() {
        refusals.clear();
    }

    /** Each message twice, the last one first. */
    void bringTwice() {
        twice = true;
    }

    /** What was received comes again at once, as it does to whoever takes longer than it is hidden. */
    void hideNothing() {
        hidesNothing = true;
    }

    int calls(String action) {
        return calls.getOrDefault(action, new AtomicInteger()).get();
    }

    /** How many calls there were of all actions. */
    int calls() {
        return calls.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** What the last call of an action said. */
    String body(String action) {
        return bodies.getOrDefault(action, "");
    }

    /** The ids of the keys with which calls were signed. */
    Set<String> keys() {
        return Set.copyOf(credentials);
    }

    /** What was called, by the rights that it takes: a queue that is made with tags takes two. */
    Set<String> actions() {
        return calls.keySet().stream()
                .flatMap(action -> action.equals("CreateQueue")
                        ? Stream.of(action, "TagQueue")
                        : Stream.of(action.replace("MessageBatch", "Message")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String operation = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            String action = operation.substring(operation.indexOf('.') + 1);
            calls.computeIfAbsent(action, unused -> new AtomicInteger()).incrementAndGet();
            bodies.put(action, new String(body, StandardCharsets.UTF_8));
            Matcher signed =
                    SIGNED.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            if (signed.find()) {
                credentials.add(signed.group(1));
            }
            Refusal refusal = refusals.get(action);
            if (refusal != null
                    && new String(body, StandardCharsets.UTF_8).contains(refusal.onlyWith())
                    && refusal.left().getAndDecrement() > 0) {
                ObjectNode no =
                        JSON.createObjectNode().put("__type", refusal.type()).put("message", refusal.message());
                answer(exchange, refusal.status(), JSON.writeValueAsBytes(no));
                return;
            }
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(target))
                            .header("X-Amz-Target", operation)
                            .header("Content-Type", "application/x-amz-json-1.0")
                            .POST(BodyPublishers.ofByteArray(hidesNothing ? shown(body) : body))
                            .build(),
                    BodyHandlers.ofByteArray());
            answer(
                    exchange,
                    response.statusCode(),
                    action.equals("ReceiveMessage") ? more(response.body()) : response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] shown(byte[] body) {
        return new String(body, StandardCharsets.UTF_8)
                .replaceAll("\"VisibilityTimeout\":\\d+", "\"VisibilityTimeout\":0")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] more(byte[] body) throws IOException {
        JsonNode answer = JSON.readTree(body);
        if (!twice || !(answer.get("Messages") instanceof ArrayNode messages)) {
            return body;
        }
        ArrayNode doubled = JSON.createArrayNode();
        for (int round = 0; round < 2; round++) {
            for (int at = messages.size() - 1; at >= 0; at--) {
                doubled.add(messages.get(at));
            }
        }
        return JSON.writeValueAsBytes(((ObjectNode) answer).set("Messages", doubled));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
