package io.github.curfew.sqs;

import io.github.curfew.servers.containers.ServerContainer;
import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import io.github.curfew.testkit.ContractBackend.Outage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The same contract on a server in a container. */
@EnabledIfDockerAvailable
class SqsContainerTest extends BackendTroubleContract {
    private static @Nullable ServerContainer server;

    private final SqsClient client = Sqs.client(endpoint());
    private String reports = "";

    @BeforeAll
    static void start() {
        server = ServerContainer.elasticMq();
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

    @BeforeEach
    void makeTheQueueForAllReports() {
        reports = client.createQueue(request -> request.queueName(namespace() + "-all"))
                .queueUrl();
    }

    @AfterEach
    void close() {
        client.deleteQueue(request -> request.queueUrl(reports));
        client.close();
    }

    @Override
    protected ContractBackend backend() {
        ServerContainer started = Objects.requireNonNull(server);
        return new OnSqs(endpoint(), client, reports, new Outage() {
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
