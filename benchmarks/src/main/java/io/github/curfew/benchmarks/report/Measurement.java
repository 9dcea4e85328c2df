package io.github.curfew.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run of a benchmark, from its begin, when it looks how busy the machine is, to its end, when it leaves a
 * {@link Result} and a chart in the directory that the system property {@code benchmarks.results} names. For one thread.
 */
public final class Measurement {
    private final String benchmark;
    private final String how;
    private final Instant began = Instant.now();
    private final long ticks = System.nanoTime();
    private final LoadMeter meter = LoadMeter.start();
    private final Map<String, String> versions = new TreeMap<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Aim> aims = new ArrayList<>();

    private Measurement(String benchmark, String how) {
        this.benchmark = benchmark;
        this.how = how;
    }

    /**
     * Begins.
     *
     * @param benchmark its name, and that of its files: words joined by dashes
     * @param how it is measured, in a sentence
     * @return to be filled
     */
    public static Measurement begin(String benchmark, String how) {
        Measurement measurement = new Measurement(benchmark, how);
        measurement.version("Curfew", System.getProperty("benchmarks.commit", "unknown"));
        return measurement;
    }

    /**
     * Notes what it runs on.
     *
     * @param what such as a server
     * @param version of it
     */
    public void version(String what, String version) {
        versions.put(what, version);
    }

    /**
     * Takes a table, and prints it.
     *
     * @param table with all its figures
     */
    public void add(Table table) {
        tables.add(table);
        System.out.println(table.text());
    }

    /**
     * Takes an aim. Where none is a {@link #headline}, the first is.
     *
     * @param aim of a figure in a table that was added, or will be
     */
    public void aim(Aim aim) {
        aims.add(aim);
    }

    /**
     * Takes an aim that stands for the whole benchmark where not all are quoted.
     *
     * @param aim of a figure in a table that was added, or will be
     */
    public void headline(Aim aim) {
        aims.add(aim.asHeadline());
    }

    /**
     * Ends: prints what the aims came to and writes the files.
     *
     * @return whether every aim is met
     * @throws IOException if the files cannot be written
     */
    public boolean end() throws IOException {
        Result result = new Result(
                benchmark,
                how,
                began.truncatedTo(ChronoUnit.SECONDS).toString(),
                Math.max(
                        1,
                        Math.round(Duration.ofNanos(System.nanoTime() - ticks).toSeconds() / 60.0)),
                Machine.here(),
                meter.end(),
                versions,
                tables,
                aims);
        Path results = Files.createDirectories(Path.of(System.getProperty("benchmarks.results", "results")));
        Path json = Files.writeString(results.resolve(benchmark + ".json"), Json.write(result));
        Path chart = Files.writeString(results.resolve(benchmark + ".svg"), new Chart(result).svg());
        System.out.print(result.circumstances());
        System.out.print(result.verdict());
        System.out.println("Written: " + json + ", " + chart);
        return result.isMet();
    }
}
