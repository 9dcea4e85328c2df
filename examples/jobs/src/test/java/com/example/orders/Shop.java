package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Checkpoint;
import io.github.curfew.examples.account.Feed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A folder in which orders land, a job that is submitted to work on them, and the command line that stops it. */
final class Shop implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(90);
    static final List<String> ZERO_CODE = List.of("--conf", "spark.plugins=io.github.curfew.spark.CurfewPlugin");

    private final Path home;
    private final Map<String, String> environment;
    private final Feed feed;
    private @Nullable Process job;

    /**
     * Opens it, with orders coming in.
     *
     * @param home its folder
     * @param environment of the job's process, beside this one's
     */
    Shop(Path home, Map<String, String> environment) throws IOException {
        this.home = home;
        this.environment = new TreeMap<>(environment);
        this.feed = new Feed(home.resolve("incoming"), 10);
        feed.run(Duration.ofMillis(150));
    }

    /** Types what the README says for this job. */
    Process submit(String job) throws IOException {
        return start(Typed.submit(job, home));
    }

    /** Types it for the variant that needs no plugin. */
    Process submitOneLine(String job, String variant) throws IOException {
        List<String> words = new ArrayList<>(Typed.submit(job, home));
        int plugin = words.indexOf("spark.plugins=io.github.curfew.spark.CurfewPlugin");
        words.subList(plugin - 1, plugin + 1).clear();
        words.replaceAll(word -> word.endsWith(job) ? word.replace(job, variant) : word);
        return start(words);
    }

    private Process start(List<String> typed) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(property("spark.jvm.options").strip().split("\\s+")));
        command.addAll(List.of(
                "-cp",
                Files.readString(Path.of(property("spark.classpath"))).strip(),
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "local[2]"));
        Map.of(
                        "spark.ui.enabled", "false",
                        "spark.driver.host", "127.0.0.1",
                        "spark.driver.bindAddress", "127.0.0.1",
                        "spark.sql.warehouse.dir", home.resolve("warehouse").toString())
                .forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(typed);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Typed.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process submitted = builder.start();
        job = submitted;
        return submitted;
    }

    /** Starts a job. */
    interface Submission {
        Process to(Shop shop) throws IOException;
    }

    /** Stopped in the middle of a batch and started again, it does all that came in once. */
    void isStoppedBetweenBatches(Submission submission) throws Exception {
        submission.to(this);
        awaitBatchInFlight();
        stop();
        submission.to(this);
        awaitAllWritten();
        stop();
        assertThat(account().isClean()).as("%s", account()).isTrue();
    }

    /** Waits until a batch is under way, of which some orders are done and some are not. */
    void awaitBatchInFlight() throws IOException {
        Checkpoint checkpoint = new Checkpoint(home.resolve("checkpoint"));
        await().atMost(LONG).until(() -> mustRun() && checkpoint.lastCommit().toEpochMilli() > 0);
        long before = written().size();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> mustRun() && checkpoint.hasOpenBatch() && written().size() > before);
    }

    /** Types what the README says for a stop, which waits for the final word; the job then ends by itself. */
    void stop() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", Typed.stop(home)).directory(Typed.ROOT.toFile());
        Process shell = builder.redirectErrorStream(true).start();
        String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(answer + said()).isZero();
        assertThat(answer).contains("1 stopped in");
        awaitEnd(0);
        assertThat(said()).contains("the query has ended");
    }

    /** Waits for the job's process. */
    void awaitEnd(int exitCode) throws Exception {
        Process ending = Objects.requireNonNull(job);
        assertThat(ending.waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                .as(said())
                .isTrue();
        assertThat(ending.exitValue()).as(said()).isEqualTo(exitCode);
        assertThat(new Checkpoint(home.resolve("checkpoint")).hasOpenBatch())
                .as("the batch in flight is committed")
                .isFalse();
    }

    /** No more orders come, and the job that runs works on all that came. */
    void awaitAllWritten() {
        feed.pause();
        await().atMost(LONG)
                .until(() -> mustRun() && written().size() >= feed.given().size());
    }

    /** What came in, and what was written. */
    Account account() throws IOException {
        return Account.of(feed.given(), written());
    }

    private boolean mustRun() throws IOException {
        assertThat(Objects.requireNonNull(job).isAlive()).as(said()).isTrue();
        return true;
    }

    private List<String> written() throws IOException {
        Path file = home.resolve("written");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** What the job has said so far. */
    String said() throws IOException {
        return Files.readString(home.resolve("said"));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    @Override
    public void close() {
        feed.close();
        if (job != null) {
            job.destroyForcibly();
        }
    }
}
