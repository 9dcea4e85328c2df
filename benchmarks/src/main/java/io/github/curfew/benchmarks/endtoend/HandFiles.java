package io.github.curfew.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A marker file that a shell removes and the application looks for each second, as Curfew does; the answer is a file too. */
final class HandFiles implements Handiwork {
    private static final String SCRIPT = "began=$(date +%s%N); rm \"$1/running\"; sent=$(date +%s%N);"
            + " until [ -e \"$1/stopped\" ]; do sleep 0.1; done; echo $began $sent $(date +%s%N) $(cat \"$1/stopped\")";

    private final Path directory;

    HandFiles(Path home) throws IOException {
        directory = Files.createDirectories(home.resolve("by-hand"));
    }

    @Override
    public String words() {
        return "by hand: rm of a marker, a look a second";
    }

    @Override
    public void prepare() throws IOException {
        Files.deleteIfExists(directory.resolve("stopped"));
        Files.createFile(directory.resolve("running"));
    }

    @Override
    public List<String> command() {
        return List.of("sh", "-c", SCRIPT, "sh", directory.toString());
    }

    @Override
    public void awaitStop() throws InterruptedException {
        while (Files.exists(directory.resolve("running"))) {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    @Override
    public void answer(String text) throws IOException {
        Path whole = Files.writeString(directory.resolve(".stopped"), text + "\n");
        Files.move(whole, directory.resolve("stopped"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {}
}
