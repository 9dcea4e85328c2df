package io.github.curfew.kafka;

import io.github.curfew.testkit.BackendTroubleContract;
import io.github.curfew.testkit.ContractBackend;
import io.github.curfew.testkit.ContractBackend.Outage;

/** The backend contract on a real broker. */
class KafkaContractTest extends BackendTroubleContract {
    @Override
    protected ContractBackend backend() {
        return new OnKafka(Broker.SERVER.bootstrapServers(), new Outage() {
            @Override
            public void begin() {
                Broker.SERVER.process().stop();
            }

            @Override
            public void end() {
                Broker.SERVER.process().start();
            }
        });
    }
}
