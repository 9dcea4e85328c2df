package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Result;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixty drivers in three processes that start, end, are killed and come again, on a real broker, while one stop follows the
 * other: the account of each is compared to what really happened to every run.
 */
@Tag("full")
@Timeout(600)
final class ChurnTest {
    private static final int PROCESSES = 3;
    private static final int DRIVERS = 20;
    /** Of a stop, where sixty drivers share two cores with whatever else is built there. */
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** Of one whose drivers are killed: who had answered by then is waited for in vain. */
    private static final Duration LONGEST_OF_KILLED = Duration.ofSeconds(20);

    private static final int ROUNDS = Integer.getInteger("churn.rounds", 20);

    private final long seed = Long.getLong("churn.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Path, Process> processes = new LinkedHashMap<>();
    /** When a process was killed, by its ledger: what it did not say by then, it never will. */
    private final Map<Path, Instant> killed = new HashMap<>();

    private int made;

    @TempDir
    Path dir;

    @Test
    void everyAccountIsRightOnRedis() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            churn(Map.of("redis.url", server.url()));
        }
    }

    @Test
    void everyAccountIsRightOnKafka() throws Exception {
        try (KafkaServer server = KafkaServer.start()) {
            churn(Map.of("kafka.bootstrap.servers", server.bootstrapServers(), "kafka.create-topics", "true"));
        }
    }

    private void churn(Map<String, String> flags) throws Exception {
        Map<String, String> sender = new HashMap<>(flags);
        sender.put("roster.beat", "1s");
        sender.put("roster.look-back", "5s");
        int drained = 0;
        try (CurfewClient client = CurfewClient.connect(sender)) {
            for (int i = 0; i < PROCESSES; i++) {
                begin(flags);
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                for (Path ledger : processes.keySet()) {
                    if (!Files.readString(ledger).contains("ready")) {
                        return false;
                    }
                }
                return true;
            });
            for (int round = 0; round < ROUNDS; round++) {
                drained += round(client, round, flags);
            }
        } finally {
            processes.values().forEach(Process::destroyForcibly);
        }
        assertThat(drained).as("runs that were drained, seed %d", seed).isGreaterThan(ROUNDS * 5);
    }

    private int round(CurfewClient client, int round, Map<String, String> flags) throws Exception {
        int shard = random.nextInt(ChurnDrivers.SHARDS);
        boolean kills = random.nextInt(4) == 0;
        Instant before = Instant.now();
        var tracking = client.stop("shard=" + shard)
                .timeout(kills ? LONGEST_OF_KILLED : LONGEST)
                .track();
        Instant after = Instant.now();
        var result = tracking.result();
        if (kills) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
            kill();
        }
        Result account = result.get(LONGEST.toSeconds() + 30, TimeUnit.SECONDS);
        Instant end = Instant.now();
        ChurnAudit.Window window = new ChurnAudit.Window(shard, before, after, end);
        ChurnAudit audit = new ChurnAudit(window, account);
        assertThat(audit.wrong(truths()))
                .as("seed %d, round %d, %s", seed, round, window)
                .isEmpty();
        if (kills) {
            begin(flags);
        }
        return audit.drained();
    }

    private Map<String, ChurnTruth> truths() throws IOException {
        Map<String, ChurnTruth> truths = new HashMap<>();
        for (Path ledger : processes.keySet()) {
            ChurnTruth.read(ledger, null, truths);
        }
        for (Map.Entry<Path, Instant> one : killed.entrySet()) {
            ChurnTruth.read(one.getKey(), one.getValue(), truths);
        }
        return truths;
    }

    private void begin(Map<String, String> flags) throws IOException {
        Path ledger = Files.createFile(dir.resolve("ledger-" + made++));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ChurnDrivers.class.getName(),
                ledger.toString(),
                String.valueOf(DRIVERS),
                String.valueOf(random.nextLong())));
        flags.forEach((key, value) -> command.add(key + "=" + value));
        Path log = dir.resolve(ledger.getFileName() + ".log");
        processes.put(
                ledger,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
    }

    private void kill() throws InterruptedException {
        List<Path> ledgers = List.copyOf(processes.keySet());
        Path ledger = ledgers.get(random.nextInt(ledgers.size()));
        Process process = processes.remove(ledger);
        killed.put(ledger, Instant.now());
        if (process != null) {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
