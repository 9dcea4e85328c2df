package io.github.curfew.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The redis-server of this machine's kind, from the jar that brings several. */
final class RedisBinary {
    private static final String VERSION = "7.0.15";

    private RedisBinary() {}

    /** Puts it into a server's folder, so that it goes with it. */
    static Path in(Path folder) {
        String name = "/redis-server-" + VERSION + "-" + system() + "-" + processor();
        Path file = folder.resolve("redis-server");
        try (InputStream in = RedisBinary.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "there is no Redis for this machine: " + name + " is not on the class path");
            }
            Files.copy(in, file);
            if (!file.toFile().setExecutable(true)) {
                throw new IllegalStateException("cannot make " + file + " executable");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static String processor() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm64";
            case "x86", "i386" -> "386";
            default -> "amd64";
        };
    }
}
