package io.github.curfew.compatibility.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Checkpoint;
import io.github.curfew.examples.account.Feed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A folder in which orders land, and the client whose query works on them. Its query, its team and its log share a name. */
final class Shop implements AutoCloseable {
    private final String name;
    private final Path home;
    private final Server server;
    private final Feed feed;
    private @Nullable Process client;

    Shop(String name, Path folder, Server server) throws IOException {
        this.name = name;
        this.home = folder.resolve(name);
        this.server = server;
        this.feed = new Feed(home.resolve("incoming"), 10);
        feed.run(Duration.ofMillis(300));
    }

    /** Starts the client. */
    void open() throws IOException {
        client = server.client(
                name, ConnectOrders.class, home.toString(), name, name + "-team", Server.property("client.jar"));
    }

    /** Waits until a batch is under way, of which some orders are done and some are not. */
    void awaitBatchInFlight() throws IOException {
        await().atMost(Server.LONG)
                .until(() -> mustRun() && checkpoint().lastCommit().toEpochMilli() > 0);
        long before = written().size();
        await().atMost(Server.LONG)
                .pollInterval(Duration.ofMillis(10))
                .until(() ->
                        mustRun() && checkpoint().hasOpenBatch() && written().size() > before);
    }

    /** Waits until another batch is committed. */
    void awaitProgress() throws IOException {
        long before = written().size();
        await().atMost(Server.LONG)
                .until(() -> written().size() > before && !checkpoint().hasOpenBatch());
    }

    /** No more orders come, and those that came are worked on. */
    void awaitAllWritten() {
        feed.pause();
        await().atMost(Server.LONG)
                .until(() -> mustRun() && written().size() >= feed.given().size());
    }

    /** Waits for the client to return from its {@code awaitTermination}. */
    void awaitClientsEnd() throws Exception {
        Process ending = Objects.requireNonNull(client);
        assertThat(ending.waitFor(Server.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(ending.exitValue()).as(server.said(name)).isZero();
        assertThat(server.said(name)).contains("the query has ended");
        mustBeDrained();
    }

    /** Kills the client, as a crash of its machine would. */
    void killClient() throws Exception {
        Process killed = Objects.requireNonNull(client).destroyForcibly();
        assertThat(killed.waitFor(Server.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    void mustBeDrained() {
        assertThat(checkpoint().hasOpenBatch())
                .as("the batch in flight is committed")
                .isFalse();
    }

    Account account() throws IOException {
        return Account.of(feed.given(), written());
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(home.resolve("checkpoint"));
    }

    private boolean mustRun() throws IOException {
        assertThat(Objects.requireNonNull(client).isAlive())
                .as(server.said(name))
                .isTrue();
        return true;
    }

    private List<String> written() throws IOException {
        Path file = home.resolve("written");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Override
    public void close() {
        feed.close();
    }
}
