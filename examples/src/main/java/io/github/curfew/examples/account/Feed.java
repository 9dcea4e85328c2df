package io.github.curfew.examples.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets files of rows land in a directory, whole, at a steady rate, from a thread of its own. Thread-safe. */
public final class Feed implements AutoCloseable {
    private final Path staging;
    private final Path incoming;
    private final int rowsAFile;
    private final List<String> given = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "feed");
        made.setDaemon(true);
        return made;
    });
    private @Nullable ScheduledFuture<?> rate;

    /**
     * Prepares a feed that gives nothing yet.
     *
     * @param incoming where files shall land; made if it is not there
     * @param rowsAFile how many rows each has
     * @throws IOException if the directories cannot be made
     */
    public Feed(Path incoming, int rowsAFile) throws IOException {
        this.incoming = Files.createDirectories(incoming);
        this.staging = Files.createDirectories(incoming.resolveSibling("staging"));
        this.rowsAFile = rowsAFile;
    }

    /**
     * Begins to give, until {@link #pause()}.
     *
     * @param every from one file to the next
     */
    public synchronized void run(Duration every) {
        rate = thread.scheduleAtFixedRate(this::give, 0, every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Gives one file now. */
    public synchronized void give() {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < rowsAFile; row++) {
            rows.add("order-" + (given.size() + row));
        }
        try {
            Path whole = Files.write(staging.resolve("orders-" + given.size()), rows);
            Files.move(whole, incoming.resolve(whole.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        given.addAll(rows);
    }

    /** Gives nothing more for now. */
    public synchronized void pause() {
        if (rate != null) {
            rate.cancel(false);
            rate = null;
        }
    }

    /**
     * Tells what was given.
     *
     * @return all rows up to now
     */
    public synchronized List<String> given() {
        return List.copyOf(given);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
