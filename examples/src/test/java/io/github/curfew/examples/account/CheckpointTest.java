package io.github.curfew.examples.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @Test
    void tellsABatchThatIsBegunAndNotCommitted(@TempDir Path directory) throws IOException {
        Checkpoint checkpoint = new Checkpoint(directory);
        assertThat(checkpoint.hasOpenBatch()).as("nothing there yet").isFalse();
        Files.createDirectories(directory.resolve("offsets"));
        Files.createDirectories(directory.resolve("commits"));
        Files.createFile(directory.resolve("offsets/9"));
        assertThat(checkpoint.hasOpenBatch()).as("the first batch").isTrue();
        Files.createFile(directory.resolve("commits/9"));
        assertThat(checkpoint.hasOpenBatch()).as("committed").isFalse();
        Files.createFile(directory.resolve("offsets/.10.crc"));
        assertThat(checkpoint.hasOpenBatch()).as("not a batch").isFalse();
        Files.createFile(directory.resolve("offsets/10"));
        assertThat(checkpoint.hasOpenBatch()).as("10 is after 9").isTrue();
    }
}
