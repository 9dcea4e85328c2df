package io.github.curfew.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** By a file for which the application itself looks ten times a second, to call {@code query.stop()} then. */
final class PlainStop implements Way {
    @Override
    public String title() {
        return "query.stop()";
    }

    @Override
    public String application() {
        return "io.github.curfew.examples.orders.OrdersAppWithStopFile";
    }

    @Override
    public List<String> submission() {
        return List.of();
    }

    @Override
    public Map<String, String> variables() {
        return Map.of();
    }

    @Override
    public Stop stop(Path home) throws IOException {
        Path file = Files.createFile(home.resolve("stop"));
        long at = System.nanoTime();
        return new Stop() {
            @Override
            public long at() {
                return at;
            }

            @Override
            public void await() {
                // Nothing answers; but the next start must not find it.
                file.toFile().delete();
            }
        };
    }
}
