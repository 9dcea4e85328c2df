package com.example.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;

/** Receives the rows of the files in a directory, and removes a file when Spark has all of its rows. */
@SuppressWarnings("deprecation") // DStreams are.
final class DirectoryReceiver extends Receiver<String> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private transient @Nullable Thread thread;

    DirectoryReceiver(String directory) {
        super(StorageLevel.MEMORY_AND_DISK());
        this.directory = directory;
    }

    @Override
    public void onStart() {
        Thread receiving = new Thread(this::receive, "directory-receiver");
        receiving.setDaemon(true);
        thread = receiving;
        receiving.start();
    }

    private void receive() {
        try {
            while (!isStopped()) {
                for (Path file : files()) {
                    if (isStopped()) {
                        return;
                    }
                    // Returns when they are stored.
                    store(Files.readAllLines(file).iterator());
                    Files.delete(file);
                }
                Thread.sleep(10);
            }
        } catch (IOException e) {
            restart("the directory cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.sorted().toList();
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
