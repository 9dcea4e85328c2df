package io.github.curfew.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shard of a log that keeps its rows, in the manner of Spark's receiver for Kinesis: blocks are stored while it
 * reads on, its place in the log is written down elsewhere once in a while, and at a stop not once more, so that a start
 * reads some rows again.
 */
@SuppressWarnings("deprecation") // DStreams are.
final class ShardReceiver extends Receiver<String> {
    private static final long serialVersionUID = 1L;
    private static final int ROWS_OF_A_BLOCK = 40;
    private static final long BETWEEN_CHECKPOINTS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final Map<String, List<String>> LOGS = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> PLACES = new ConcurrentHashMap<>();

    private final String log;
    private transient @Nullable Thread thread;

    ShardReceiver(String log) {
        super(StorageLevel.MEMORY_AND_DISK());
        this.log = log;
    }

    /** Rows that stay, whoever reads them. */
    static List<String> log(String name) {
        return LOGS.computeIfAbsent(name, unused -> new CopyOnWriteArrayList<>());
    }

    /** How many rows need not be read again. */
    static int place(String log) {
        return PLACES.computeIfAbsent(log, unused -> new AtomicInteger()).get();
    }

    @Override
    public void onStart() {
        Thread receiving = new Thread(this::receive, "shard-" + log);
        receiving.setDaemon(true);
        thread = receiving;
        receiving.start();
    }

    private void receive() {
        int next = place(log);
        long written = System.nanoTime();
        try {
            while (!isStopped()) {
                List<String> rows = log(log);
                List<String> block = new ArrayList<>(rows.subList(next, Math.min(rows.size(), next + ROWS_OF_A_BLOCK)));
                if (block.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(10);
                } else {
                    store(block.iterator());
                    next += block.size();
                }
                if (System.nanoTime() - written > BETWEEN_CHECKPOINTS) {
                    PLACES.computeIfAbsent(log, unused -> new AtomicInteger()).set(next);
                    written = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onStop() {
        Thread receiving = thread;
        if (receiving != null) {
            try {
                receiving.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
