package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service without Spark, with what the BOM gives. */
class ServiceTest {
    @TempDir
    Path dir;

    @Test
    void publishesAStop() throws IOException {
        try (CurfewClient client = CurfewClient.connect(Map.of("backends", "file", "file.dir", dir.toString()))) {
            client.stop("app.name=orders").reason("rehearsal").publish();
        }
        try (Stream<Path> signals = Files.list(dir.resolve("default/signals"))) {
            List<Path> published = signals.filter(Files::isRegularFile).toList();
            assertThat(published).hasSize(1);
            assertThat(Files.readString(published.get(0))).contains("app.name=orders", "rehearsal");
        }
    }

    @Test
    void findsTheBackendWhoseJarIsThere() {
        assertThat(ServiceLoader.load(BackendProvider.class))
                .extracting(BackendProvider::name)
                .contains("file", "http", "redis")
                .doesNotContain("kafka", "sqs", "dynamodb");
    }
}
