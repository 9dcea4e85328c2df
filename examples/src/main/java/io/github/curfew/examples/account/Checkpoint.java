package io.github.curfew.examples.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * What a query's checkpoint tells from outside: a batch is written to its offset log when it begins, and to its commit log
 * when it is done.
 *
 * @param directory the checkpoint's
 */
public record Checkpoint(Path directory) {
    /**
     * Whether a batch was begun and is not committed.
     *
     * @return true in the middle of a batch, and after one that was cut
     */
    public boolean hasOpenBatch() {
        // The commit log first: a batch that is committed in between then looks open, never the other way round.
        long committed = last("commits");
        return last("offsets") > committed;
    }

    /**
     * When the last batch was committed.
     *
     * @return by the clock of the file system; the epoch if none was
     * @throws IOException if that cannot be read
     */
    public Instant lastCommit() throws IOException {
        long last = last("commits");
        return last < 0
                ? Instant.EPOCH
                : Files.getLastModifiedTime(directory.resolve("commits").resolve(Long.toString(last)))
                        .toInstant();
    }

    private long last(String log) {
        try (Stream<Path> entries = Files.list(directory.resolve(log))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(-1);
        } catch (NoSuchFileException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
