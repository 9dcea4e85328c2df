package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.client.Conclusion;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Result;
import io.github.curfew.client.Standing;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
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
import org.jspecify.annotations.Nullable;
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

    /** An engine notices a run's end a moment later, and takes it until then for one that runs. */
    private static final Duration UNNOTICED = Duration.ofSeconds(5);

    private static final int ROUNDS = Integer.getInteger("churn.rounds", 20);

    private final long seed = Long.getLong("churn.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Path, Process> processes = new LinkedHashMap<>();
    /** When a process was killed, by its ledger: what it did not say by then, it never will. */
    private final Map<Path, Instant> killed = new HashMap<>();

    private int made;

    @TempDir
    Path dir;

    /** What a ledger says of a run. */
    private static final class Truth {
        private final Path ledger;
        private final int shard;
        private Instant begun = Instant.MAX;
        private Instant listening = Instant.MAX;
        private @Nullable Instant over;
        private String how = "";

        Truth(Path ledger, int shard) {
            this.ledger = ledger;
            this.shard = shard;
        }
    }

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
        int drained = compare(account, shard, before, after, end, kills, "seed " + seed + ", round " + round);
        if (kills) {
            begin(flags);
        }
        return drained;
    }

    /** Compares, and tells how many were drained. */
    private int compare(
            Result account, int shard, Instant before, Instant after, Instant end, boolean kills, String where)
            throws IOException {
        Map<String, Standing> told = new HashMap<>();
        account.progress().runs().forEach(standing -> told.put(standing.run().id(), standing));
        Map<String, Truth> truths = truths();
        List<String> wrong = new ArrayList<>();
        int drained = 0;
        for (Map.Entry<String, Truth> entry : truths.entrySet()) {
            Truth truth = entry.getValue();
            Standing standing = told.remove(entry.getKey());
            Report.OfSignal word = standing == null ? null : standing.report();
            boolean isStopped = word != null && word.outcome() == Outcome.STOPPED;
            if (word != null
                    && isStopped
                    && !Long.valueOf(ChurnDrivers.LAST_BATCH).equals(word.lastBatch())) {
                wrong.add("has another last batch: " + describe(entry.getKey(), truth, standing));
            }
            if (truth.shard != shard || (truth.over != null && truth.over.isBefore(before))) {
                if (standing != null && standing.isFinal() && truth.shard != shard) {
                    wrong.add("is of another shard: " + describe(entry.getKey(), truth, standing));
                } else if (isStopped && truth.over != null && truth.over.isBefore(before.minus(UNNOTICED))) {
                    wrong.add("was over before the signal and is said to have stopped by it: "
                            + describe(entry.getKey(), truth, standing));
                }
                continue;
            }
            Instant death = killed.get(truth.ledger);
            if (death != null && death.isBefore(before)) {
                continue;
            }
            boolean isDrained = truth.how.equals("drained");
            drained += isDrained ? 1 : 0;
            if (truth.begun.isAfter(after) && (isDrained || isStopped)) {
                wrong.add("began after the signal and was stopped: " + describe(entry.getKey(), truth, standing));
            } else if (isStopped && truth.how.isEmpty()) {
                wrong.add("is said to have stopped and lives: " + describe(entry.getKey(), truth, standing));
            } else if (isDrained && !isStopped && death == null && truth.over != null && truth.over.isBefore(end)) {
                wrong.add("was drained and is not said to have stopped: " + describe(entry.getKey(), truth, standing));
            } else if (truth.listening.isBefore(before)
                    && death == null
                    && (truth.over == null || truth.over.isAfter(end))) {
                wrong.add("was there and did not stop: " + describe(entry.getKey(), truth, standing));
            }
        }
        assertThat(wrong).as(where).isEmpty();
        assertThat(told.keySet()).as("%s: told of, and unknown", where).isEmpty();
        if (!kills) {
            assertThat(account.conclusion())
                    .as("%s: %s", where, unfinished(account))
                    .isIn(Conclusion.AS_ASKED, Conclusion.NOBODY);
        }
        return drained;
    }

    private static List<String> unfinished(Result account) {
        return account.progress().runs().stream()
                .filter(standing ->
                        standing.report() == null || standing.report().outcome() != Outcome.STOPPED)
                .map(standing -> standing.run() + " " + standing.presence() + " " + standing.report())
                .toList();
    }

    private static String describe(String id, Truth truth, @Nullable Standing standing) {
        return id + " begun " + truth.begun + ", listening " + truth.listening + ", " + truth.how + " " + truth.over
                + "; told: " + standing;
    }

    private Map<String, Truth> truths() throws IOException {
        Map<String, Truth> truths = new HashMap<>();
        List<Path> ledgers = new ArrayList<>(processes.keySet());
        ledgers.addAll(killed.keySet());
        for (Path ledger : ledgers) {
            for (String line : Files.readAllLines(ledger)) {
                String[] words = line.split(" ", -1);
                if (words.length < 4 || words[0].equals("ready")) {
                    continue;
                }
                Truth truth = truths.computeIfAbsent(words[1], id -> new Truth(ledger, Integer.parseInt(words[2])));
                Instant time = Instant.parse(words[3]);
                switch (words[0]) {
                    case "begin" -> truth.begun = time;
                    case "listening" -> truth.listening = time;
                    default -> {
                        truth.over = time;
                        truth.how = words[0];
                    }
                }
            }
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
