package com.example.consumer;

import io.github.curfew.file.FileBackendProvider;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.BackendContract;
import io.github.curfew.testkit.ContractBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The published contract, as somebody runs it who has a backend of his own. */
class FileContractTest extends BackendContract {
    @TempDir
    Path dir;

    @Override
    protected ContractBackend backend() {
        return new ContractBackend() {
            @Override
            public BackendProvider provider() {
                return new FileBackendProvider();
            }

            @Override
            public Map<String, String> settings() {
                return Map.of("file.dir", dir.toUri().toString(), "file.poll-interval", "20ms");
            }

            @Override
            public void publishByHand(String namespace, byte[] body) throws IOException {
                Files.write(dir.resolve(namespace).resolve("signals").resolve("hand-" + UUID.randomUUID()), body);
            }

            @Override
            public List<Payload> stored(String namespace, Topic topic) throws IOException {
                List<Payload> found = new ArrayList<>();
                Path top = dir.resolve(namespace).resolve(topic.name().toLowerCase(Locale.ROOT));
                try (Stream<Path> paths = Files.walk(top)) {
                    for (Path path : paths.filter(Files::isRegularFile).toList()) {
                        found.add(Payload.of(Files.readAllBytes(path)));
                    }
                }
                return found;
            }

            @Override
            public boolean keepsOrder() {
                return false;
            }
        };
    }
}
