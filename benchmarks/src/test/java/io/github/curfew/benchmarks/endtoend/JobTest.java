package io.github.curfew.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {
    private static final int COLD = 8;

    @TempDir
    Path home;

    @Test
    void oneBatchFollowsTheOther() throws Exception {
        try (SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate()) {
            Job job = new Job(spark, "orders", home);
            StreamingQuery query = job.start();
            job.awaitBatches(query, 2 * COLD);
            // The first take so long that rows by the clock would be there for them too.
            List<StreamingQueryProgress> batches = List.of(query.recentProgress()).stream()
                    .filter(progress -> progress.numInputRows() > 0)
                    .skip(COLD)
                    .toList();
            query.stop();
            long atWork = batches.stream()
                    .limit(batches.size() - 1L)
                    .mapToLong(StreamingQueryProgress::batchDuration)
                    .sum();
            long all = Duration.between(begin(batches.get(0)), begin(batches.get(batches.size() - 1)))
                    .toMillis();
            assertThat((double) atWork / all).isGreaterThan(0.9);
        }
    }

    private static Instant begin(StreamingQueryProgress batch) {
        return Instant.parse(batch.timestamp());
    }
}
