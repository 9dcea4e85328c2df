package io.github.curfew.kafka;

import io.github.curfew.servers.containers.ServerContainer;
import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import io.github.curfew.testkit.ContractBackend.Outage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

/** The same contract on a broker in a container. */
@EnabledIfDockerAvailable
class KafkaContainerTest extends BackendTroubleContract {
    private static @Nullable ServerContainer broker;

    @BeforeAll
    static void start() {
        broker = ServerContainer.kafka();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Override
    protected ContractBackend backend() {
        ServerContainer started = Objects.requireNonNull(broker);
        return new OnKafka(started.address(), new Outage() {
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
