package io.github.curfew.examples.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.servers.RedisServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service in a process of its own, without Spark; a real driver here; and a real broker between them. */
@Timeout(120)
class DeployServiceTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path home;

    private static RedisServer redis;
    private static SparkSession spark;
    private static Process service;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisServer.start();
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("orders-app")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString())
                .config("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                .config("spark.curfew.redis.url", redis.url())
                .config("spark.curfew.labels.team", "orders")
                .getOrCreate();
        service = startService();
        port = portOf(service);
    }

    private static Process startService() throws Exception {
        String classPath = Files.readString(Path.of("target/service.classpath")).strip();
        assertThat(classPath)
                .contains("core", "backend-redis", "jackson-core", "slf4j-api")
                .doesNotContain("spark", "hadoop", "scala", "log4j", "jackson-databind");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        "target/classes" + File.pathSeparator + classPath,
                        DeployService.class.getName(),
                        "0")
                .redirectError(home.resolve("service.err").toFile());
        command.environment().put("CURFEW_REDIS_URL", redis.url());
        return command.start();
    }

    /** From the first line that it prints. */
    private static int portOf(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        String line = Objects.requireNonNull(output.readLine(), DeployServiceTest::errors);
        Thread rest = new Thread(() -> output.lines().forEach(each -> {}), "service-output");
        rest.setDaemon(true);
        rest.start();
        return Integer.parseInt(line.replace("listening on ", ""));
    }

    private static String errors() {
        try {
            return Files.readString(home.resolve("service.err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterAll
    static void end() throws Exception {
        service.destroy();
        assertThat(service.waitFor(20, TimeUnit.SECONDS)).isTrue();
        spark.stop();
        redis.close();
    }

    @Test
    void answersWhenEverybodyHasStoppedAndSaysWithWhichBatch() throws Exception {
        StreamingQuery orders = query("orders");
        StreamingQuery payments = query("payments");
        HttpResponse<String> answer = deploy("team=orders?42");
        assertThat(answer.body())
                .as(errors())
                .startsWith("AS_ASKED\n")
                .containsPattern("orders: stopped, last batch \\d+")
                .containsPattern("payments: stopped, last batch \\d+");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(orders.isActive()).isFalse();
        assertThat(payments.isActive()).isFalse();
        assertThat(deploy("team=orders?43").body()).isEqualTo("NOBODY\n");
    }

    @Test
    void refusesToStopEverybodyByAccident() throws Exception {
        HttpResponse<String> answer = deploy("*?42");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("the selector * names nobody in particular");
    }

    private static HttpResponse<String> deploy(String what) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/deploy/" + what);
        return CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static StreamingQuery query(String name) throws Exception {
        VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> batch.collectAsList();
        StreamingQuery query = spark.readStream()
                .format("rate")
                .option("rowsPerSecond", 50)
                .load()
                .writeStream()
                .queryName(name)
                .foreachBatch(sink)
                .start();
        query.processAllAvailable();
        return query;
    }
}
