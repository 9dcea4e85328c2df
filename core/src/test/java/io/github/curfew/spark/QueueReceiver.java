package io.github.curfew.spark;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;

/** Receives rows from a queue of this JVM, as one would from a broker that hands out each row once. */
@SuppressWarnings("deprecation") // DStreams are.
final class QueueReceiver extends Receiver<String> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, BlockingQueue<String>> QUEUES = new ConcurrentHashMap<>();

    private final String queue;
    private transient @Nullable Thread thread;

    QueueReceiver(String queue) {
        super(StorageLevel.MEMORY_ONLY());
        this.queue = queue;
    }

    static BlockingQueue<String> queue(String name) {
        return QUEUES.computeIfAbsent(name, unused -> new LinkedBlockingQueue<>());
    }

    @Override
    public void onStart() {
        Thread receiving = new Thread(this::receive, "receiver-" + queue);
        receiving.setDaemon(true);
        thread = receiving;
        receiving.start();
    }

    private void receive() {
        BlockingQueue<String> rows = queue(queue);
        try {
            while (!isStopped()) {
                String row = rows.poll(10, TimeUnit.MILLISECONDS);
                if (row != null) {
                    store(row);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it has taken it stores, before it counts as stopped. */
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
