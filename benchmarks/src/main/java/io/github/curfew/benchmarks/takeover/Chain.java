package io.github.curfew.benchmarks.takeover;

import io.github.curfew.client.CurfewClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Versions of one application, one after the other on one checkpoint, while rows keep coming. */
final class Chain implements AutoCloseable {
    /** For a step on a machine that is very busy. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int ROWS_A_FILE = 3;
    /** Lines. */
    private static final int LAST_WORDS = 5;
    /** More than that would not be worked off soon after the last handover. */
    private static final int MOST_WAITING = 60;

    private final String title;
    private final Path home;
    private final boolean takesOver;
    private final boolean counts;
    private final Map<String, String> backend;
    private final List<String> options;
    private final ScheduledExecutorService feed;
    private final List<Duration> gaps = new ArrayList<>();
    private final AtomicInteger given = new AtomicInteger();
    private final List<Process> started = new ArrayList<>();
    private int number;
    private Process current;

    /**
     * What went into a chain and what came out.
     *
     * @param given rows
     * @param written rows
     * @param duplicated rows that were written once too often, each time counted
     * @param lost rows that were never written
     * @param miscounted by how much the last counts that were written are wrong
     */
    record Account(long given, long written, long duplicated, long lost, long miscounted) {
        long wrong() {
            return duplicated + lost + miscounted;
        }
    }

    /** One of versions that run as a JVM does by itself. */
    Chain(String title, Path home, boolean takesOver, boolean counts, Map<String, String> backend) throws Exception {
        this(title, home, takesOver, counts, backend, List.of());
    }

    /**
     * Starts the first version.
     *
     * @param takesOver whether the next ones take over; else they are started when the one before has stopped
     * @param counts whether there is a stateful query too
     * @param backend by what they hear of each other
     * @param options of the versions' JVMs
     */
    Chain(String title, Path home, boolean takesOver, boolean counts, Map<String, String> backend, List<String> options)
            throws Exception {
        this.title = title;
        this.home = home;
        this.takesOver = takesOver;
        this.counts = counts;
        this.backend = Map.copyOf(backend);
        this.options = List.copyOf(options);
        feed = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "feed of " + title));
        Files.createDirectories(home.resolve("input"));
        Files.createFile(home.resolve("written"));
        Files.createFile(home.resolve("counted"));
        var unused = feed.scheduleWithFixedDelay(this::give, 0, 100, TimeUnit.MILLISECONDS);
        current = start(false);
        try {
            awaitRows();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    String title() {
        return title;
    }

    /** From the last commit of one version to the first of the next. */
    List<Duration> gaps() {
        return List.copyOf(gaps);
    }

    private void give() {
        try {
            int file = given.get();
            if (missing() + miscounted() > MOST_WAITING) {
                return;
            }
            StringBuilder rows = new StringBuilder();
            for (int row = 0; row < ROWS_A_FILE; row++) {
                rows.append("row-").append(file * ROWS_A_FILE + row).append('\n');
            }
            Path whole = Files.writeString(home.resolve("part-" + file), rows);
            Files.move(whole, home.resolve("input").resolve(whole.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            given.incrementAndGet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One version gives way to the next. */
    void handOver() throws Exception {
        Process old = current;
        number++;
        if (takesOver) {
            current = start(true);
        } else {
            try (CurfewClient client = CurfewClient.connect(backend)) {
                var unused = client.stop("kind=structured").track().result().get();
            }
            current = start(false);
        }
        awaitRows();
        if (!old.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS) || old.exitValue() != 0) {
            throw new IllegalStateException(
                    title + ": version " + (number - 1) + " did not end well: " + lastWords(number - 1));
        }
        gaps.add(gap());
    }

    private Process start(boolean holds) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        Map<String, Object> settings = Map.of(
                "spark.master", "local[2]",
                "spark.app.name", "version-" + number,
                "spark.ui.enabled", false,
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.plugins", "io.github.curfew.spark.CurfewPlugin",
                "spark.curfew.takeover", holds);
        backend.forEach((key, value) -> command.add("-Dspark.curfew." + key + "=" + value));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(options);
        command.addAll(List.of("-Xmx512m", Version.class.getName(), home.toString()));
        command.addAll(List.of(Integer.toString(number), Boolean.toString(counts)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(number).toFile());
        builder.environment().put("CLASSPATH", absolute(System.getProperty("java.class.path")));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((one, other) -> one + File.pathSeparator + other)
                .orElse("");
    }

    private void awaitRows() throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (firstBatch(number) < 0) {
            if (!current.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        title + ": version " + number + " writes nothing: " + lastWords(number));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private Path output(int version) {
        return home.resolve("version-" + version + ".out");
    }

    /** What it said is gone when the directory is. */
    private String lastWords(int version) throws IOException {
        List<String> lines = Files.readAllLines(output(version));
        return String.join("; ", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }

    /** Version, batch and row. */
    private List<String[]> lines(String output) throws IOException {
        return Files.readAllLines(home.resolve(output)).stream()
                .map(line -> line.split(" ", 3))
                .filter(words -> words.length == 3)
                .toList();
    }

    private long firstBatch(int version) throws IOException {
        return lines("written").stream()
                .filter(words -> words[0].equals(Integer.toString(version)))
                .mapToLong(words -> Long.parseLong(words[1]))
                .min()
                .orElse(-1);
    }

    private Duration gap() throws Exception {
        long first = firstBatch(number);
        return Duration.between(committed(first - 1), committed(first));
    }

    private Instant committed(long batch) throws Exception {
        Path commit = home.resolve("checkpoints/orders/commits/" + batch);
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!Files.exists(commit) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return Files.getLastModifiedTime(commit).toInstant();
    }

    /** Lets all be written, and tells how many rows were written twice or never, or are counted wrongly. */
    long wrong() throws Exception {
        return account().wrong();
    }

    /** Lets all be written. */
    Account account() throws Exception {
        feed.shutdown();
        boolean unused = feed.awaitTermination(10, TimeUnit.SECONDS);
        long end = System.nanoTime() + LONGEST.toNanos();
        while (missing() + miscounted() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        long written = lines("written").size();
        return new Account((long) given.get() * ROWS_A_FILE, written, written - distinct(), missing(), miscounted());
    }

    private long distinct() throws IOException {
        return lines("written").stream().map(words -> words[2]).distinct().count();
    }

    private long missing() throws IOException {
        return (long) given.get() * ROWS_A_FILE - distinct();
    }

    /** By how much the last counts that were written are wrong. */
    private long miscounted() throws IOException {
        if (!counts) {
            return 0;
        }
        Map<String, Long> last = new HashMap<>();
        for (String[] words : lines("counted")) {
            String[] count = words[2].split(" ", 2);
            last.put(count[0], Long.valueOf(count[1]));
        }
        long wrong = 0;
        for (int digit = 0; digit < 10; digit++) {
            long is = last.getOrDefault(Integer.toString(digit), 0L);
            long rows = (long) given.get() * ROWS_A_FILE;
            wrong += Math.abs(is - (rows / 10 + (digit < rows % 10 ? 1 : 0)));
        }
        return wrong;
    }

    @Override
    public void close() {
        feed.shutdownNow();
        try {
            // It may just be writing to what is deleted next.
            boolean unused = feed.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Process process : started) {
            // Of one that ended long ago, onExit() waits for whoever has its process id now.
            if (process.isAlive()) {
                process.destroyForcibly().onExit().join();
            }
        }
    }
}
