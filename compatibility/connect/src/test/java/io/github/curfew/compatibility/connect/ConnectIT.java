package io.github.curfew.compatibility.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Feed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Connect server under curfew, whose clients know nothing of it. */
@Tag("full")
class ConnectIT {
    private static final int FILES = 40;

    @TempDir
    private Path home;

    private Server server;

    @BeforeEach
    void startServer() throws Exception {
        server = new Server(home);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void theQueriesOfSeveralClientsAreStoppedEachAloneAndDrainedByASigterm() throws Exception {
        try (Shop orders = new Shop("orders", home, server);
                Shop payments = new Shop("payments", home, server)) {
            orders.open();
            payments.open();
            payments.awaitBatchInFlight();
            orders.awaitBatchInFlight();
            server.stop("team=orders-team");
            orders.awaitClientsEnd();

            payments.awaitBatchInFlight();
            server.terminate();
            payments.mustBeDrained();

            server.start();
            for (Shop shop : List.of(orders, payments)) {
                shop.open();
                shop.awaitAllWritten();
            }
            server.stop("orders");
            server.stop("payments");
            for (Shop shop : List.of(orders, payments)) {
                shop.awaitClientsEnd();
                assertThat(shop.account().isClean()).as("%s", shop.account()).isTrue();
            }
        }
    }

    @Test
    void theQueryOfAClientThatDiedIsStoppedToo() throws Exception {
        try (Shop orders = new Shop("orders", home, server)) {
            orders.open();
            orders.awaitBatchInFlight();
            orders.killClient();
            orders.awaitProgress();
            server.stop("orders");
            orders.mustBeDrained();
            assertThat(orders.account().duplicated()).isZero();
        }
    }

    @Test
    void oneLineInAClientSaysWhereThePluginBelongs() throws Exception {
        Process client = server.client("rates", OneLine.class);
        assertThat(client.waitFor(Server.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).as(server.said("rates")).isZero();
        assertThat(server.said("rates"))
                .containsPattern("refused: .* behind Spark Connect.*spark.plugins=io.github.curfew.spark.CurfewPlugin");
    }

    @Test
    void aPipelineInSqlIsStoppedBetweenBatchesAndGoesOn() throws Exception {
        Path sql =
                Path.of("../../examples/jobs/sql/orders.sql").toAbsolutePath().normalize();
        String statement = Files.readString(sql).replaceAll("--.*\n", "");
        assertThat(Files.readString(Path.of("../../docs/connect.md"))).contains(statement);
        try (Feed feed = new Feed(home.resolve("incoming"), 10)) {
            IntStream.range(0, FILES).forEach(file -> feed.give());
            Process run = pipeline(sql);
            await().atMost(Server.LONG).until(() -> {
                assertThat(run.isAlive()).as(server.said("pipeline")).isTrue();
                return batches() > 2;
            });
            server.stop("spark_catalog.default.orders");
            assertEnd(run);
            assertThat(rows()).as("not all of it").hasSizeLessThan(feed.given().size());

            assertEnd(pipeline(sql));
            assertThat(server.said("pipeline")).contains("Run is COMPLETED");
            Account account = Account.of(feed.given(), rows());
            assertThat(account.isClean()).as("%s", account).isTrue();
        }
    }

    private Process pipeline(Path sql) throws Exception {
        return server.client("pipeline", PipelineRun.class, home.toString(), sql.toString());
    }

    private void assertEnd(Process run) throws Exception {
        assertThat(run.waitFor(Server.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).as(server.said("pipeline")).isZero();
        assertThat(server.said("pipeline")).contains("the pipeline has ended");
    }

    /** Each has a file of its own in the table. */
    private long batches() throws IOException {
        Path table = home.resolve("warehouse/orders");
        if (!Files.isDirectory(table)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    private List<String> rows() throws IOException {
        return Files.readAllLines(home.resolve("written"));
    }
}
