package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.servers.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as users have it, over real brokers: every backend is in it, and says nothing that is not ours. */
@Timeout(300)
final class BrokersIT {
    @TempDir
    Path dir;

    @Test
    void stopsOverRedisWhichItsSettingsAloneChoose() throws Exception {
        try (RedisServer server = RedisServer.start();
                FakeDriver driver = new FakeDriver(Map.of("redis.url", server.url()), new FakeRun("orders", true))) {
            server.command("ACL SETUSER ops on >s3cret ~* &* +@all");
            Path password = Files.writeString(dir.resolve("password"), "s3cret\n");
            Map<String, String> environment = Map.of(
                    "CURFEW_REDIS_URL", server.url(),
                    "CURFEW_REDIS_USER", "ops",
                    "CURFEW_REDIS_PASSWORD_FILE", password.toString());
            stops(driver, new JarProcess(dir, environment));
        }
    }

    @Test
    void stopsOverKafkaWithSettingsFromAFileInHocon() throws Exception {
        try (KafkaServer server = KafkaServer.start();
                FakeDriver driver = new FakeDriver(
                        Map.of("kafka.bootstrap.servers", server.bootstrapServers(), "kafka.create-topics", "true"),
                        new FakeRun("orders", true))) {
            Path file = Files.writeString(
                    dir.resolve("curfew.conf"),
                    "curfew { backends = [kafka], kafka { bootstrap.servers = [\"" + server.bootstrapServers()
                            + "\"], client { client.id = curfew-test } } }");
            stops(driver, new JarProcess(dir, Map.of("CURFEW_CONFIG", file.toString())));
        }
    }

    @Test
    void stopsOverSqsAndAnswersInAQueueOfItsOwn() throws Exception {
        try (ElasticMqServer server = ElasticMqServer.start()) {
            Map<String, String> keys =
                    Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test", "AWS_REGION", "elasticmq");
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
            Map<String, String> flags = Map.of("sqs.endpoint", server.endpoint(), "sqs.region", "elasticmq");
            try (FakeDriver driver = new FakeDriver(flags, new FakeRun("orders", true))) {
                Map<String, String> environment = new HashMap<>(keys);
                environment.put("CURFEW_SQS_ENDPOINT", server.endpoint());
                stops(driver, new JarProcess(dir, environment));
            } finally {
                System.clearProperty("aws.accessKeyId");
                System.clearProperty("aws.secretAccessKey");
            }
        }
    }

    @Test
    void makesTheTableOfDynamoDbAndStopsOverIt() throws Exception {
        try (DynamoDbServer server = DynamoDbServer.start()) {
            Map<String, String> environment = Map.of(
                    "AWS_ACCESS_KEY_ID", "test",
                    "AWS_SECRET_ACCESS_KEY", "test",
                    "CURFEW_DYNAMODB_REGION", "eu-west-1",
                    "CURFEW_DYNAMODB_ENDPOINT", server.endpoint());
            JarProcess jar = new JarProcess(dir, environment);
            Typed missing = jar.run("list");
            assertThat(missing.code()).isEqualTo(1);
            assertThat(missing.err())
                    .contains("the table does not exist (make it, as curfew.dynamodb.create-table=true");
            Typed made = jar.run("list", "--set", "dynamodb.create-table=true");
            assertThat(made.code()).as(made.toString()).isZero();
            assertThat(made.err()).contains("no run is there");
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
            Map<String, String> flags = Map.of("dynamodb.endpoint", server.endpoint(), "dynamodb.region", "eu-west-1");
            try (FakeDriver driver = new FakeDriver(flags, new FakeRun("orders", true))) {
                stops(driver, jar);
            } finally {
                System.clearProperty("aws.accessKeyId");
                System.clearProperty("aws.secretAccessKey");
            }
        }
    }

    @Test
    void asksWhichOneIsMeantAndSaysWhatIsSetWhere() throws Exception {
        Map<String, String> both =
                Map.of("CURFEW_REDIS_URL", "redis://127.0.0.1:1", "CURFEW_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        Typed result = new JarProcess(dir, both).run("list");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "have settings (", "CURFEW_REDIS_URL in the environment", "set curfew.backends to one of them")
                .hasLineCount(1);
    }

    @Test
    void saysInItsOwnWordsThatABrokerIsAway() throws Exception {
        for (Map<String, String> away : List.of(
                Map.of("CURFEW_REDIS_URL", "redis://127.0.0.1:1"),
                Map.of("CURFEW_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"))) {
            Typed result = new JarProcess(dir, away).run("stop", "orders");

            assertThat(result.code()).as(result.toString()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err().lines()).isNotEmpty().allMatch(line -> line.startsWith("curfew: "));
        }
    }

    /** By the driver that has obeyed it, since it came before; by any other, since its run has started after it. */
    @Test
    void whatWasCapturedOnRedisIsRefusedOnKafka() throws Exception {
        String secret = Files.writeString(dir.resolve("team.secret"), "a secret of the team, long enough\n")
                .toString();
        try (RedisServer redis = RedisServer.start();
                KafkaServer kafka = KafkaServer.start()) {
            Map<String, String> onKafka = new HashMap<>(Map.of(
                    "backends", "kafka",
                    "kafka.bootstrap.servers", kafka.bootstrapServers(),
                    "kafka.create-topics", "true",
                    "auth.required", "true",
                    "auth.skew", "1ms",
                    "auth.keys.team.secret.file", secret));
            Map<String, String> onBoth = new HashMap<>(onKafka);
            onBoth.putAll(Map.of("backends", "redis,kafka", "redis.url", redis.url()));
            Map<String, String> signing =
                    Map.of("CURFEW_AUTH_REQUIRED", "true", "CURFEW_AUTH_KEYS_TEAM_SECRET_FILE", secret);
            Map<String, String> redisOnly = new HashMap<>(signing);
            redisOnly.put("CURFEW_REDIS_URL", redis.url());
            Map<String, String> kafkaOnly = new HashMap<>(signing);
            kafkaOnly.put("CURFEW_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            JarProcess overKafka = new JarProcess(dir, kafkaOnly);
            try (FakeDriver first = new FakeDriver(onBoth, new FakeRun("orders", true))) {
                stops(first, new JarProcess(dir, redisOnly));
                String captured =
                        redis.commandBody("EVAL \"return redis.call('XREVRANGE',KEYS[1],'+','-','COUNT',1)[1][2][2]\" 1"
                                + " curfew:default:signals");
                first.start(new FakeRun("orders", true));
                try (FakeDriver second = new FakeDriver(onKafka, new FakeRun("orders", true))) {
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> overKafka
                                            .run("list", "-o", "name")
                                            .out()
                                            .lines()
                                            .count()
                                    == 2);
                    putOnKafka(kafka, captured);
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> first.rejected("duplicate") == 1 && second.rejected("replayed") == 1);
                    assertThat(List.of(first.runs(), second.runs())).containsOnly(1);

                    // Both go on, and still hear what is new.
                    stops(first, overKafka);
                    await().until(() -> second.runs() == 0);
                }
            }
        }
    }

    private static void putOnKafka(KafkaServer server, String message) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", server.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            var unused = producer.send(new ProducerRecord<>("curfew.default.signals", message))
                    .get();
        }
    }

    private static void stops(FakeDriver driver, JarProcess jar) throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jar.run("list", "-o", "name").out().contains("orders"));
        Typed result = jar.run("stop", "orders", "--wait");

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).containsPattern("orders( \\(\\w{8}\\))? +stopped");
        await().until(() -> driver.runs() == 0);
    }
}
