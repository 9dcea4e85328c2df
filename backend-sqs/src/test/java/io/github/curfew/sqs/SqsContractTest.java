package io.github.curfew.sqs;

import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import io.github.curfew.testkit.ContractBackend.Outage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsContractTest extends BackendTroubleContract {
    private final ElasticMqServer server = Sqs.shared();
    private final SqsClient client = Sqs.client(server.endpoint());
    private String reports = "";

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
        return new OnSqs(server.endpoint(), client, reports, new Outage() {
            @Override
            public void begin() {
                server.process().kill();
            }

            @Override
            public void end() {
                server.process().start();
            }
        });
    }
}
