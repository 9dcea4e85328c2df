package io.github.curfew.benchmarks.nothingcut;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Appends row by row: what was written before a batch is cut is written again when the batch is run again. */
final class RowSink implements VoidFunction2<Dataset<Row>, Long> {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final Duration perRow;

    RowSink(Path file, Duration perRow) {
        this.file = file.toString();
        this.perRow = perRow;
    }

    @Override
    public void call(Dataset<Row> rows, Long batch) throws IOException, InterruptedException {
        // A plain stream: an interrupt does not close it, so a row is written whole or not at all.
        try (OutputStream out = new FileOutputStream(file, true)) {
            for (Row row : rows.collectAsList()) {
                out.write((row.getString(0) + "\n").getBytes(StandardCharsets.UTF_8));
                TimeUnit.NANOSECONDS.sleep(perRow.toNanos());
            }
        }
    }
}
