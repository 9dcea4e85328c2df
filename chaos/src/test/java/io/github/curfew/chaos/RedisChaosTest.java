package io.github.curfew.chaos;

import io.github.curfew.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

class RedisChaosTest extends ChaosContract {
    RedisChaosTest() {
        super(9);
    }

    @Override
    Victim victim() throws IOException {
        return SmallDisk.with(64, Redis::new);
    }

    /** It keeps what it has taken, over a kill too. */
    private static final class Redis implements Victim {
        private final @Nullable SmallDisk disk;
        private final Path folder;
        private final RedisServer server;
        private final TcpProxy proxy = new TcpProxy();

        Redis(@Nullable SmallDisk disk) throws IOException {
            this.disk = disk;
            this.folder = disk == null ? Files.createTempDirectory("curfew-chaos-redis-") : disk.path();
            this.server =
                    RedisServer.start("--appendonly", "yes", "--appendfsync", "always", "--dir", folder.toString());
            proxy.to(server.port());
        }

        @Override
        public Map<String, String> drivers() {
            return Map.of(
                    "redis.url", "redis://127.0.0.1:" + proxy.port(), "redis.timeout", "1s", "redis.keep-alive", "1s");
        }

        @Override
        public Map<String, String> senders() {
            return Map.of("redis.url", server.url(), "redis.timeout", "1s");
        }

        @Override
        public List<Fault> faults() {
            List<Fault> faults = new ArrayList<>(Network.faults(
                    proxy,
                    server.process(),
                    disk,
                    Fault.losing("FLUSHALL", () -> server.command("FLUSHALL"), () -> {}),
                    Fault.losing(
                            "data removed",
                            () -> {
                                server.process().kill();
                                forget();
                            },
                            server.process()::start)));
            faults.add(Fault.of(
                    "full memory",
                    () -> server.command("CONFIG SET maxmemory 1"),
                    () -> server.command("CONFIG SET maxmemory 0")));
            return faults;
        }

        private void forget() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> path.toString().contains("appendonly.aof"))
                        .filter(Files::isRegularFile)
                        .toList()) {
                    Files.delete(file);
                }
            }
        }

        @Override
        public void close() throws IOException {
            proxy.close();
            server.close();
            if (disk != null) {
                disk.close();
            } else {
                forget();
            }
        }
    }
}
