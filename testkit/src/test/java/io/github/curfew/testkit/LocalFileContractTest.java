package io.github.curfew.testkit;

import io.github.curfew.file.FileBackendProvider;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;

class LocalFileContractTest extends BackendTroubleContract {
    @TempDir
    Path temp;

    @Override
    protected ContractBackend backend() {
        Path dir = temp.resolve("curfew");
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
            public Map<String, ByHand> otherWaysByHand() {
                return Map.of(
                        "the marker of a query that is deleted", delete("id-of-orders"),
                        "the marker of an application that is deleted", delete("app-1"));
            }

            private ByHand delete(String marker) {
                return namespace -> {
                    Path path = dir.resolve(namespace).resolve("running").resolve(marker);
                    Awaitility.await().until(() -> Files.deleteIfExists(path));
                };
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
                return false; // Within one tick of the file system's clock.
            }

            @Override
            public Outage outage() {
                return new Outage() {
                    @Override
                    public void begin() throws IOException {
                        Files.move(dir, temp.resolve("away"));
                    }

                    @Override
                    public void end() throws IOException {
                        Files.move(temp.resolve("away"), dir);
                    }
                };
            }
        };
    }
}
