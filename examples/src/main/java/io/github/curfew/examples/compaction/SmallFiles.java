package io.github.curfew.examples.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A table of Parquet files to which a stream appends a directory for each batch, and which is compacted while the stream
 * stands still.
 *
 * <p>Why not Spark's file sink: it keeps a log of its files in {@code _spark_metadata}. Every reader in Spark goes by that
 * log alone, so a file that a compaction adds is not seen, and one that it removes fails all reads. Here each batch owns a
 * directory named after it. Spark runs the last batch again after a crash, under the same number, and then it overwrites
 * what it had written, so the sink is idempotent.
 *
 * <p>Why the stream has to stand still: a batch that is being written, or is run again, under a compaction would be in the
 * table twice or not at all. A drained stream has committed its last batch. The compaction leaves that one alone all the
 * same, so that it is right as well after a stop that was forced.
 *
 * <p>A name says what is inside: {@code batch-7} is that batch, {@code upto-7} all batches up to it. So it can be told at
 * any time what a compaction has replaced, and one that died halfway can be done again. That needs a file system where a
 * rename is atomic, such as a local disk or HDFS. On an object store take a table format, such as Delta or Iceberg, and do
 * its own maintenance at this place.
 *
 * @param spark with which to read and to write
 * @param directory where the table is
 */
public record SmallFiles(SparkSession spark, String directory) {
    private static final String BATCH = "batch-";
    private static final String UP_TO = "upto-";

    /**
     * Writes a batch, the same one as often as it comes; for {@code foreachBatch}.
     *
     * @param batch its rows
     * @param id its number
     */
    public void append(Dataset<Row> batch, Long id) {
        batch.write().mode(SaveMode.Overwrite).parquet(new Path(directory, BATCH + id).toString());
    }

    /**
     * Makes one file of all batches but the last. If it fails, whatever was done up to then, it can be called again. What
     * it replaces is removed by the next one, so that nobody's reading is disturbed.
     *
     * @throws IOException if files cannot be listed, renamed or removed
     */
    // snippet: compaction
    public void compact() throws IOException {
        List<Part> parts = parts();
        removeReplaced(parts); // by the compaction before: who read that meanwhile has had until now
        List<Part> current =
                parts.stream().filter(part -> part.isCurrent(parts)).toList();
        if (current.size() < 3) {
            return;
        }
        // The last batch stays as it is: if the stream was cut, that is the one which runs again.
        List<Part> merged = current.subList(0, current.size() - 1);
        Path merging = new Path(directory, "_merging"); // readers pass over what begins with _
        read(merged).coalesce(1).write().mode(SaveMode.Overwrite).parquet(merging.toString());
        Path whole = new Path(directory, UP_TO + merged.get(merged.size() - 1).last());
        if (!files().rename(merging, whole)) { // by this it counts, all at once, in the place of what it merged
            throw new IOException(merging + " cannot be renamed to " + whole);
        }
    }
    // end

    /**
     * Reads the table.
     *
     * @return all rows of all batches that were written wholly
     * @throws IOException if files cannot be listed
     */
    public Dataset<Row> read() throws IOException {
        List<Part> parts = parts();
        return read(parts.stream().filter(part -> part.isCurrent(parts)).toList());
    }

    private Dataset<Row> read(List<Part> parts) {
        return parts.isEmpty()
                ? spark.createDataFrame(List.of(), new StructType())
                : spark.read()
                        .parquet(parts.stream()
                                .map(part -> part.path().toString())
                                .toArray(String[]::new));
    }

    private void removeReplaced(List<Part> parts) throws IOException {
        for (Part part : parts) {
            if (!part.isCurrent(parts) && !files().delete(part.path(), true)) {
                throw new IOException(part.path() + " cannot be removed");
            }
        }
    }

    /**
     * A directory of the table.
     *
     * @param path where
     * @param last the last batch that is in it
     * @param compacted whether all batches before are too
     */
    private record Part(Path path, long last, boolean compacted) {
        /** Whether no compaction has replaced it. */
        boolean isCurrent(List<Part> all) {
            return all.stream()
                    .noneMatch(other -> other.compacted && (other.last > last || (other.last == last && !compacted)));
        }
    }

    /** In the order of their batches; a batch that is half written has no success file yet. */
    private List<Part> parts() throws IOException {
        List<Part> parts = new ArrayList<>();
        if (!files().exists(new Path(directory))) {
            return parts;
        }
        for (FileStatus status : files().listStatus(new Path(directory))) {
            Path path = status.getPath();
            String name = path.getName();
            boolean compacted = name.startsWith(UP_TO);
            if ((compacted || name.startsWith(BATCH)) && files().exists(new Path(path, "_SUCCESS"))) {
                long last = Long.parseLong(name.substring(name.indexOf('-') + 1));
                parts.add(new Part(path, last, compacted));
            }
        }
        parts.sort(Comparator.comparingLong(Part::last));
        return parts;
    }

    private FileSystem files() throws IOException {
        return new Path(directory).getFileSystem(spark.sparkContext().hadoopConfiguration());
    }
}
