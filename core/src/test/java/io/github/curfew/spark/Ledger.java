package io.github.curfew.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Input that arrives as files in a directory, and a sink that is deliberately not idempotent: it appends row after row,
 * so whatever runs twice is seen twice.
 */
final class Ledger {
    private final Path input;
    private final Path staging;
    private final Path output;
    private final List<String> given = new ArrayList<>();
    private final AtomicInteger written = new AtomicInteger();

    Ledger(Path home) throws IOException {
        input = Files.createDirectories(home.resolve("input"));
        staging = Files.createDirectories(home.resolve("staging"));
        output = home.resolve("output.txt");
        Files.createFile(output);
    }

    /** Lets files of rows arrive, whole. */
    void feed(int files, int rowsEach) throws IOException {
        for (int file = 0; file < files; file++) {
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < rowsEach; row++) {
                rows.add("row-" + (given.size() + rows.size()));
            }
            Path whole = staging.resolve("part-" + given.size());
            Files.write(whole, rows);
            Files.move(whole, input.resolve(whole.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            given.addAll(rows);
        }
    }

    /** The stream of all rows, one file in each batch. */
    Dataset<Row> stream(SparkSession session) {
        return session.readStream().option("maxFilesPerTrigger", 1L).text(input.toString());
    }

    /** Writes row by row, and takes this long for each. */
    VoidFunction2<Dataset<Row>, Long> sink(Duration perRow) {
        return (batch, id) -> {
            for (Row row : batch.collectAsList()) {
                write(row.get(0).toString());
                TimeUnit.NANOSECONDS.sleep(perRow.toNanos());
            }
        };
    }

    /** Writes one row. */
    void write(String row) {
        try {
            Files.writeString(output, row + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written.incrementAndGet();
    }

    /** How many rows were written up to now. */
    int written() {
        return written.get();
    }

    /** All that was written. */
    List<String> rows() throws IOException {
        return Files.readAllLines(output);
    }

    Account account() throws IOException {
        return Account.of(given, rows());
    }
}
