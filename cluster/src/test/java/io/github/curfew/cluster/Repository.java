package io.github.curfew.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A repository of ours on this machine, as what is published, and for the rest what Maven has. No network. */
final class Repository {
    private Repository() {}

    /** Writes what {@code spark.jars.ivySettings} names. */
    static Path settings(Path folder) throws IOException {
        String resolvers = Stream.of("repository", "local-repository")
                .map(name -> "<ibiblio name=\"" + name + "\" m2compatible=\"true\" root=\""
                        + Path.of(Built.property(name)).toUri() + "\"/>")
                .collect(Collectors.joining());
        return Files.writeString(
                folder.resolve("ivysettings.xml"),
                "<ivysettings><settings defaultResolver=\"here\"/><resolvers><chain name=\"here\" returnFirst=\"true\">"
                        + resolvers + "</chain></resolvers></ivysettings>");
    }
}
