package io.github.curfew.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands between a client and a real server, notes what is asked, and answers single actions as AWS refuses them. */
final class FaultProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private volatile Predicate<Call> allowed = any -> true;
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** How AWS says no, and how often it does so. */
    private record Refusal(String type, String message, AtomicInteger left) {}

    /**
     * What was asked and answered.
     *
     * @param action such as {@code Query}
     * @param leadingKey the value of the partition key; empty where a whole table is spoken of
     * @param units what the server said that it cost
     */
    record Call(String action, String leadingKey, double units) {}

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

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Call> calls(String action) {
        return calls.stream().filter(call -> call.action().equals(action)).toList();
    }

    void refuse(String action, int times, String type, String message) {
        refusals.put(action, new Refusal(type, message, new AtomicInteger(times)));
    }

    /** As a policy does that leaves one action out. */
    void forbid(String action) {
        refusals.put(action, denied(action, Integer.MAX_VALUE));
    }

    private static Refusal denied(String action, int times) {
        return new Refusal(
                "com.amazon.coral.service#AccessDeniedException",
                "User: arn:aws:iam::123456789012:user/driver is not authorized to perform: dynamodb:" + action
                        + " on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/curfew because no"
                        + " identity-based policy allows the dynamodb:" + action + " action",
                new AtomicInteger(times));
    }

    /** As a policy does that names actions and leading keys. */
    void allowOnly(Predicate<Call> rights) {
        allowed = rights;
    }

    /** As a table does that has used its capacity up. */
    void throttle(String action, int times) {
        refuse(
                action,
                times,
                "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
                "The level of configured provisioned throughput for the table was exceeded. Consider increasing your"
                        + " provisioning level with the UpdateTable API.");
    }

    /** As a link does that was cut without a word, until the proxy is closed. */
    void silence(String action) {
        silent.add(action);
    }

    void allow() {
        refusals.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String operation = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            String action = operation.substring(operation.indexOf('.') + 1);
            if (silent.contains(action)) {
                closed.await();
                return;
            }
            Call asked = new Call(action, leadingKey(body), 0);
            Refusal refusal = allowed.test(asked) ? refusals.get(action) : denied(action, 1);
            if (refusal != null && refusal.left().getAndDecrement() > 0) {
                calls.add(asked);
                byte[] no = JSON.writeValueAsBytes(
                        JSON.createObjectNode().put("__type", refusal.type()).put("message", refusal.message()));
                answer(exchange, 400, no);
                return;
            }
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(target))
                            .header("X-Amz-Target", operation)
                            .header("Content-Type", "application/x-amz-json-1.0")
                            .header(
                                    "Authorization",
                                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")))
                            .POST(BodyPublishers.ofByteArray(withPrice(body)))
                            .build(),
                    BodyHandlers.ofByteArray());
            JsonNode units = JSON.readTree(response.body()).at("/ConsumedCapacity/CapacityUnits");
            calls.add(new Call(action, leadingKey(body), units.asDouble()));
            answer(exchange, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the server tell what it costs, of a write too. */
    private static byte[] withPrice(byte[] body) throws IOException {
        return JSON.readTree(body) instanceof ObjectNode request && request.has("Item")
                ? JSON.writeValueAsBytes(request.put("ReturnConsumedCapacity", "TOTAL"))
                : body;
    }

    private static String leadingKey(byte[] body) throws IOException {
        JsonNode request = JSON.readTree(body);
        JsonNode ofItem = request.at("/Item/namespace/S");
        return (ofItem.isMissingNode() ? request.at("/ExpressionAttributeValues/:namespace/S") : ofItem).asText();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
