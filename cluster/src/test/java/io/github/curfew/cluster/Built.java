package io.github.curfew.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;

/** What the build has made, where it lies. */
final class Built {
    private static final Path ROOT = Path.of(property("root")).normalize();
    private static final String VERSION = property("version");

    private Built() {}

    /** Core alone, in which the file backend is. */
    static Path core() {
        return jar("core", "curfew-core-" + VERSION);
    }

    /** The one jar that holds a backend with core and its client. */
    static Path bundle(String backend) {
        return jar("backend-" + backend, "curfew-backend-" + backend + "-" + VERSION + "-bundle");
    }

    /** The command line, as one types it. */
    static Path commandLine() {
        return jar("cli", "curfew");
    }

    /** As {@code --packages} takes them. */
    static String coordinates(String artifact) {
        return "io.github.curfew:" + artifact + ":" + VERSION;
    }

    private static Path jar(String module, String name) {
        Path jar = ROOT.resolve(module).resolve("target").resolve(name + ".jar");
        assertThat(jar).exists();
        return jar;
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
