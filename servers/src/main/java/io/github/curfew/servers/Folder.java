package io.github.curfew.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that belong to a server and go with it. */
final class Folder {
    private Folder() {}

    static Path create(String name) {
        try {
            return Files.createTempDirectory("curfew-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for " + name, e);
        }
    }

    /** Removes a folder and all that is in it; what a dying server still writes there is tried again. */
    static void remove(Path folder) {
        for (int attempt = 1; Files.exists(folder); attempt++) {
            try {
                removeOnce(folder);
            } catch (IOException e) {
                if (attempt == 5) {
                    throw new UncheckedIOException("cannot remove " + folder, e);
                }
            } catch (UncheckedIOException e) {
                // A file went while it was listed.
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    private static void removeOnce(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
