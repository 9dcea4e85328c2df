package io.github.curfew.examples.quickstart;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A directory that both sides see. */
record Directory(Path path, Installation installation) implements Carrier {
    @Override
    public String name() {
        return "a directory";
    }

    @Override
    public List<String> jars() {
        return List.of(installation.coreJar());
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("file.dir", path.toString());
    }

    @Override
    public Map<String, String> driverSettings() {
        // As often as the other way looks for its file.
        return Map.of("file.poll-interval", "100ms");
    }

    @Override
    public Map<String, String> variables() {
        return Map.of();
    }
}
