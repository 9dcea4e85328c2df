package io.github.curfew.benchmarks.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories that a measurement needs for itself. */
public final class Scratch {
    private Scratch() {}

    /**
     * Deletes one with all that is in it.
     *
     * @param home of it; nothing writes there any more
     * @throws IOException if something cannot be deleted
     */
    public static void delete(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
