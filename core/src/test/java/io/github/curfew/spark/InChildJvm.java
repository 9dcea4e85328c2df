package io.github.curfew.spark;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications in JVMs of their own, that read and write files and are stopped by words in a file. */
@Timeout(240)
abstract class InChildJvm {
    /** A JVM that starts Spark beside others that do. */
    static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path home;

    final List<String> given = new ArrayList<>();
    Path curfew;

    @BeforeEach
    void open() throws IOException {
        curfew = home.resolve("curfew");
        Files.createDirectories(home.resolve("input"));
    }

    /** An application with local Spark that listens over files. */
    ChildJvm.Launch overFiles(Class<?> main) {
        return ChildJvm.of(main)
                .withLocalSpark()
                .with("spark.curfew.file.dir", curfew)
                .with("spark.curfew.file.poll-interval", "100ms");
    }

    void feed(int files) throws IOException {
        feed(files, 5);
    }

    void feed(int files, int rowsEach) throws IOException {
        for (int file = 0; file < files; file++) {
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < rowsEach; row++) {
                rows.add("row-" + (given.size() + row));
            }
            Path whole = Files.write(home.resolve("part-" + given.size()), rows);
            Files.move(whole, home.resolve("input").resolve(whole.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            given.addAll(rows);
        }
    }

    void say(String words) throws IOException {
        Path signal = Files.createTempFile(home, "signal-", "");
        Files.writeString(signal, words + "\n");
        Files.move(
                signal,
                curfew.resolve("default/signals").resolve(signal.getFileName()),
                StandardCopyOption.ATOMIC_MOVE);
    }

    void awaitIs(ChildJvm child, String what) {
        await().atMost(LONG).failFast(() -> !child.isAlive()).until(() -> Files.exists(home.resolve("is-" + what)));
    }

    List<String> rows(String output) throws IOException {
        Path file = home.resolve(output + ".txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** The last word of each run on each signal, where it has this text in it. */
    List<String> reports(String containing) {
        return children(curfew.resolve("default/reports")).stream()
                .filter(directory -> !directory.endsWith("roster"))
                .flatMap(directory -> children(directory).stream())
                .filter(file -> file.getFileName().toString().endsWith(".json"))
                .map(InChildJvm::read)
                .filter(text -> text.contains(containing))
                .toList();
    }

    static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (NotDirectoryException | NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
