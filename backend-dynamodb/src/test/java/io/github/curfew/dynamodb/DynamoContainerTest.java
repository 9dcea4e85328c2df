package io.github.curfew.dynamodb;

import io.github.curfew.servers.containers.ServerContainer;
import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import io.github.curfew.testkit.ContractBackend.Outage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

/** The same contract on DynamoDB Local in a container. */
@EnabledIfDockerAvailable
class DynamoContainerTest extends BackendTroubleContract {
    private static @Nullable ServerContainer server;

    @BeforeAll
    static void start() {
        server = ServerContainer.dynamoDb();
        Dynamo.makeTable(endpoint());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String endpoint() {
        return "http://" + Objects.requireNonNull(server).address();
    }

    @Override
    protected ContractBackend backend() {
        ServerContainer started = Objects.requireNonNull(server);
        return new OnDynamo(endpoint(), new Outage() {
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
