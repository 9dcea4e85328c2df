package io.github.curfew.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Profiles over directories: {@code eu} and {@code us}, and {@code away} and {@code gone}, which cannot be reached. */
final class Clusters {
    private Clusters() {}

    /** The environment in which they are configured. */
    static Map<String, String> in(Path dir) throws IOException {
        Path away = Files.writeString(dir.resolve("in-the-way"), "no directory");
        Path file = Files.writeString(dir.resolve("curfew.conf"), """
                curfew {
                  file.poll-interval = 50ms
                  profiles.eu.file.dir = "%1$s/eu"
                  profiles.us.file.dir = "%1$s/us"
                  profiles.away.file.dir = "%2$s"
                  profiles.gone.file.dir = "%2$s"
                }
                """.formatted(dir, away));
        return Map.of("CURFEW_CONFIG", file.toString());
    }
}
