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

    private static void stops(FakeDriver driver, JarProcess jar) throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jar.run("list", "-o", "name").out().contains("orders"));
        Typed result = jar.run("stop", "orders", "--wait");

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).containsPattern("orders +stopped");
        await().until(() -> driver.runs() == 0);
    }
}
