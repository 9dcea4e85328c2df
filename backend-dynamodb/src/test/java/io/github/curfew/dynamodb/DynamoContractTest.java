package io.github.curfew.dynamodb;

import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import io.github.curfew.testkit.ContractBackend.Outage;

class DynamoContractTest extends BackendTroubleContract {
    private final DynamoDbServer server = Dynamo.shared();

    @Override
    protected ContractBackend backend() {
        return new OnDynamo(server.endpoint(), new Outage() {
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
