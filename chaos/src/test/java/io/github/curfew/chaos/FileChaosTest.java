package io.github.curfew.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

class FileChaosTest extends ChaosContract {
    FileChaosTest() {
        super(12); // The one without signatures.
    }

    @Override
    Victim victim() throws IOException {
        return SmallDisk.with(16, Directory::new);
    }

    /** A directory, which goes and comes back, with what was in it or without. */
    static final class Directory implements Victim {
        private final @Nullable SmallDisk disk;
        private final Path place;
        private final Path directory;
        private int moved;

        Directory(@Nullable SmallDisk disk) throws IOException {
            this.disk = disk;
            this.place = disk == null ? Files.createTempDirectory("curfew-chaos-") : disk.path();
            this.directory = Files.createDirectory(place.resolve("curfew"));
        }

        @Override
        public Map<String, String> drivers() {
            return Map.of("file.dir", directory.toString(), "file.poll-interval", "100ms");
        }

        @Override
        public Map<String, String> senders() {
            return drivers();
        }

        @Override
        public List<Fault> faults() {
            List<Fault> faults = new ArrayList<>();
            Path away = place.resolve("away");
            // What is written there meanwhile is gone afterwards.
            faults.add(Fault.losing("directory away", () -> Files.move(directory, away), () -> back(away)));
            // Drivers that knew it make it anew only where somebody has made its place: a volume may have been
            // unmounted.
            // In one step: to remove the files one by one is to ask those to stop whose markers they are.
            faults.add(Fault.losing(
                    "directory removed",
                    () -> Files.move(directory, place.resolve("removed-" + moved++)),
                    () -> Files.createDirectories(directory.resolve("default"))));
            faults.add(Fault.losingSilently(
                    "signals removed", () -> remove(directory.resolve("default").resolve("signals")), () -> {}));
            if (disk != null) {
                faults.add(Fault.of(Network.FULL_DISK, disk::fill, disk::free));
            }
            return faults;
        }

        /** Drivers and senders may have made another one meanwhile. */
        private void back(Path away) throws IOException {
            while (Files.exists(away)) {
                if (Files.exists(directory)) {
                    Files.move(directory, place.resolve("removed-" + moved++));
                }
                try {
                    Files.move(away, directory);
                } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
                    // Once more.
                }
            }
        }

        private static void remove(Path path) throws IOException {
            while (Files.exists(path)) {
                try (Stream<Path> all = Files.walk(path)) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(each);
                    }
                } catch (IOException | UncheckedIOException e) {
                    // Somebody wrote there meanwhile.
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (disk != null) {
                disk.close();
            } else {
                remove(place);
            }
        }
    }
}
