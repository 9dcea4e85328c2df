package io.github.curfew.benchmarks.server;

import com.sun.net.httpserver.HttpServer;
import io.github.curfew.benchmarks.child.Scratch;
import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.servers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/** Real servers of one backend: each process has one of its own where the server has to count, else all share one. */
public final class Servers implements AutoCloseable {
    /** On Kafka, the topic on which a stop is told by hand; Curfew makes its own. */
    public static final String STOP = "by-hand-stop";
    /** On Kafka, the topic on which it is answered by hand. */
    public static final String STOPPED = "by-hand-stopped";

    private static final Pattern CALLS = Pattern.compile("(?m)^cmdstat_([^:]+):calls=(\\d+),");
    /** What the question costs, and what a client says when it connects. */
    private static final Pattern NOT_COUNTED = Pattern.compile("info|hello|client.*|auth|command.*");

    private final Map<String, String> versions;
    private final Opening opening;
    private final Runnable end;
    private int opened;

    private Servers(Map<String, String> versions, Opening opening, Runnable end) {
        this.versions = versions;
        this.opening = opening;
        this.end = end;
    }

    private interface Opening {
        Server open(int number) throws IOException;
    }

    /**
     * Starts what is shared.
     *
     * @param backend its name
     * @return to be closed
     * @throws Exception if it does not start
     */
    public static Servers start(String backend) throws Exception {
        return switch (backend) {
            case "dynamodb" -> dynamo();
            case "file" -> file();
            case "http" -> http();
            case "kafka" -> kafka();
            case "redis" -> redis();
            case "sqs" -> sqs();
            default -> throw new IllegalArgumentException("nobody starts a server of '" + backend + "' here");
        };
    }

    /**
     * Tells what they are, and what their clients are here.
     *
     * @return versions by names
     */
    public Map<String, String> versions() {
        return versions;
    }

    /**
     * Opens one for one more process.
     *
     * @return where it goes
     * @throws IOException if it does not start
     */
    public Server open() throws IOException {
        opened++;
        return opening.open(opened);
    }

    @Override
    public void close() {
        end.run();
    }

    private static Servers redis() {
        Map<String, String> versions;
        try (RedisServer server = RedisServer.start()) {
            versions = Versions.redis(server);
        }
        return new Servers(
                versions,
                number -> {
                    RedisServer server = RedisServer.start();
                    LongSupplier calls = () -> calls(server.port());
                    String address = "127.0.0.1:" + server.port();
                    return new Server(Map.of("redis.url", server.url()), address, calls, server::close);
                },
                () -> {});
    }

    private static long calls(int port) {
        try (Connection connection = new Connection(new HostAndPort("127.0.0.1", port))) {
            Object said = connection.executeCommand(new CommandArguments(Command.INFO).add("commandstats"));
            String info = new String((byte[]) said, StandardCharsets.UTF_8);
            Matcher counted = CALLS.matcher(info);
            long calls = 0;
            while (counted.find()) {
                if (!NOT_COUNTED.matcher(counted.group(1)).matches()) {
                    calls += Long.parseLong(counted.group(2));
                }
            }
            return calls;
        }
    }

    private static Servers kafka() throws Exception {
        KafkaServer server = KafkaServer.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            List<NewTopic> topics = Stream.of(STOP, STOPPED)
                    .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                    .toList();
            admin.createTopics(topics).all().get();
        }
        Map<String, String> settings = settings(server);
        return new Servers(
                Versions.kafka(),
                number -> new Server(settings, server.bootstrapServers(), null, () -> {}),
                server::close);
    }

    /**
     * What Curfew is told of a Kafka that has none of its topics yet.
     *
     * @param server that runs
     * @return settings
     */
    public static Map<String, String> settings(KafkaServer server) {
        return Map.of("kafka.bootstrap.servers", server.bootstrapServers(), "kafka.create-topics", "true");
    }

    private static Servers sqs() {
        ElasticMqServer server = ElasticMqServer.start();
        Map<String, String> settings = Map.of("sqs.endpoint", server.endpoint(), "sqs.region", ElasticMqServer.REGION);
        return new Servers(
                Versions.sqs(), number -> new Server(settings, server.endpoint(), null, () -> {}), server::close);
    }

    private static Servers dynamo() {
        DynamoDbServer server = DynamoDbServer.start();
        return new Servers(
                Versions.dynamo(),
                number -> new Server(
                        Map.of(
                                "dynamodb.endpoint",
                                server.endpoint(),
                                "dynamodb.region",
                                ElasticMqServer.REGION,
                                "dynamodb.create-table",
                                "true",
                                "dynamodb.table",
                                "curfew-" + number),
                        server.endpoint(),
                        null,
                        () -> {}),
                server::close);
    }

    private static Servers file() {
        return new Servers(
                Map.of(),
                number -> {
                    Path home = Files.createTempDirectory("curfew-idle-");
                    return new Server(Map.of("file.dir", home.toString()), home.toString(), null, () -> remove(home));
                },
                () -> {});
    }

    private static void remove(Path home) {
        try {
            Scratch.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + home, e);
        }
    }

    /** The door is on the driver: nobody has to be asked. By hand, a service is. */
    private static Servers http() {
        return new Servers(
                Map.of(),
                number -> {
                    AtomicLong calls = new AtomicLong();
                    HttpServer server =
                            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                    ExecutorService threads = Executors.newCachedThreadPool();
                    server.setExecutor(threads);
                    server.createContext("/stop", exchange -> {
                        calls.incrementAndGet();
                        exchange.sendResponseHeaders(404, -1);
                        exchange.close();
                    });
                    server.start();
                    String address = "http://127.0.0.1:" + server.getAddress().getPort();
                    return new Server(Map.of("http.port", "0"), address, calls::get, () -> {
                        server.stop(0);
                        threads.shutdownNow();
                    });
                },
                () -> {});
    }
}
