package io.github.curfew.testkit;

import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.InMemoryBroker.Stored;
import java.util.List;
import java.util.Map;

class InMemoryContractTest extends BackendTroubleContract {
    private final InMemoryBroker broker = InMemoryBroker.named("contract");

    @Override
    protected ContractBackend backend() {
        return new ContractBackend() {
            @Override
            public BackendProvider provider() {
                return new InMemoryBackend();
            }

            @Override
            public Map<String, String> settings() {
                return Map.of("memory.broker", "contract");
            }

            @Override
            public void publishByHand(String namespace, byte[] body) {
                broker.publish(namespace, Topic.SIGNALS, Payload.of(body));
            }

            @Override
            public List<Payload> stored(String namespace, Topic topic) {
                return broker.stored(namespace, topic).stream()
                        .map(Stored::body)
                        .toList();
            }

            @Override
            public Outage outage() {
                return new Outage() {
                    @Override
                    public void begin() {
                        broker.stop();
                    }

                    @Override
                    public void end() {
                        broker.start();
                    }
                };
            }
        };
    }
}
