package io.github.curfew.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A disk of some megabytes that can be filled. There is one only where this process may mount. */
final class SmallDisk implements AutoCloseable {
    private static volatile boolean refused;

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** What is made on a disk. */
    interface Maker<T> {
        T on(@Nullable SmallDisk disk) throws IOException;
    }

    /** Makes something on a new disk, or on none where that is not allowed. What could not be made leaves none behind. */
    static <T> T with(int megabytes, Maker<T> maker) throws IOException {
        SmallDisk disk = mount(megabytes);
        try {
            return maker.on(disk);
        } catch (IOException | RuntimeException | Error e) {
            if (disk != null) {
                disk.close();
            }
            throw e;
        }
    }

    private static @Nullable SmallDisk mount(int megabytes) throws IOException {
        Path path = Files.createTempDirectory("curfew-small-disk-");
        if (!run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString())) {
            Files.delete(path);
            refused = true;
            return null;
        }
        return new SmallDisk(path);
    }

    /** What the line of the story just told says, if its disk could not be had; mostly nothing. */
    static String takeRemark() {
        boolean taken = refused;
        refused = false;
        return taken ? "; NO FULL DISK, as this process may not mount" : "";
    }

    Path path() {
        return path;
    }

    /** To the last byte. */
    void fill() throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // There is no room left, as was wanted.
            if (!Files.exists(filler())) {
                throw e;
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return path.resolve("filler");
    }

    private static boolean run(String... command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No such program.
            return false;
        }
        try {
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (run("umount", "-l", path.toString())) {
            Files.delete(path);
        }
    }
}
