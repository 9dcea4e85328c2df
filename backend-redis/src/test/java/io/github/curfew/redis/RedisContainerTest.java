package io.github.curfew.redis;

import io.github.curfew.servers.containers.ServerContainer;
import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import io.github.curfew.testkit.ContractBackend.Outage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;
import redis.clients.jedis.HostAndPort;

/** The same contract on a server in a container. */
@EnabledIfDockerAvailable
class RedisContainerTest extends BackendTroubleContract {
    private static @Nullable ServerContainer server;

    @BeforeAll
    static void start() {
        server = ServerContainer.redis();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ContractBackend backend() {
        ServerContainer started = Objects.requireNonNull(server);
        return new OnRedis(HostAndPort.from(started.address()), new Outage() {
            @Override
            public void begin() {
                started.kill();
            }

            @Override
            public void end() {
                started.startAgain();
            }
        });
    }
}
