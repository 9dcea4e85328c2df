package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.child.Scratch;
import io.github.curfew.file.FileBackendProvider;
import io.github.curfew.spi.BackendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A local directory; somebody who moves whole files into it, and somebody who lists it again and again. */
final class FileSubject implements PolledSubject {
    private final Path home;

    FileSubject() {
        try {
            home = Files.createTempDirectory("curfew-latency-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for the files", e);
        }
    }

    @Override
    public BackendProvider provider() {
        return new FileBackendProvider();
    }

    @Override
    public Map<String, String> versions() {
        return Map.of();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("file.dir", home.resolve("curfew").toString());
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(1);
    }

    @Override
    public String rawTitle() {
        return "write and move; a list";
    }

    @Override
    public Place openPlace() throws IOException {
        return new Directory(Files.createTempDirectory(home, "raw-"));
    }

    @Override
    public void close() {
        try {
            Scratch.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + home, e);
        }
    }

    private static final class Directory implements Place {
        private final Path directory;
        private long put;
        private String seen = "";

        Directory(Path directory) {
            this.directory = directory;
        }

        @Override
        public void put(byte[] message) throws IOException {
            String name = String.format("%010d", ++put);
            Path whole = Files.write(directory.resolve("." + name), message);
            Files.move(whole, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public int look() throws IOException {
            List<Path> found;
            try (Stream<Path> files = Files.list(directory)) {
                found = files.filter(file -> isNew(file.getFileName().toString()))
                        .sorted()
                        .toList();
            }
            for (Path file : found) {
                byte[] unused = Files.readAllBytes(file);
                seen = file.getFileName().toString();
            }
            return found.size();
        }

        private boolean isNew(String name) {
            return !name.startsWith(".") && name.compareTo(seen) > 0;
        }

        @Override
        public void close() {}
    }
}
