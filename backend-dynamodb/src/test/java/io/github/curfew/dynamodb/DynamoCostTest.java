package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the manual says of units and money, by what the server says that it consumed. */
class DynamoCostTest {
    /** On demand, in us-east-1, of a million. */
    private static final double DOLLARS_READ = 0.125;

    private static final double SECONDS_A_DAY = 86_400;

    private final DynamoDbServer server = Dynamo.shared();
    private final FaultProxy proxy = new FaultProxy(server.endpoint());
    private final DynamoDbClient client = Dynamo.client(server.endpoint());
    private final String namespace = Dynamo.namespace();

    @AfterEach
    void close() {
        client.close();
        proxy.close();
    }

    private static double units(List<FaultProxy.Call> calls) {
        return calls.stream().mapToDouble(FaultProxy.Call::units).sum();
    }

    @Test
    void aDriverThatIsIdleForADay() throws IOException {
        Duration interval = Duration.ofMillis(100);
        try (Transport driver =
                Dynamo.driver(namespace, Dynamo.with(proxy.endpoint(), "dynamodb.poll-interval", "100ms"))) {
            // As AWS says, a read of nothing costs as much; DynamoDB Local counts none for it.
            Dynamo.put(client, Dynamo.item(namespace, "left", "stop", "orders"));
            Reader reader = Dynamo.fromNow(driver);
            assertThat(Dynamo.poll(reader, Duration.ofMillis(300)).deliveries()).isEmpty();
            int before = proxy.calls("Query").size();
            long began = System.nanoTime();
            assertThat(Dynamo.poll(reader, Duration.ofSeconds(3)).deliveries()).isEmpty();
            List<FaultProxy.Call> looks = proxy.calls("Query");
            looks = looks.subList(before, looks.size());
            assertThat((double) looks.size())
                    .as("one query for each interval")
                    .isLessThanOrEqualTo((System.nanoTime() - began) / (double) interval.toNanos() + 1)
                    .isGreaterThan(10);
            double each = units(looks) / looks.size();
            assertThat(each).as("of what is no more than 4 KB").isEqualTo(1);
            double day = SECONDS_A_DAY * each;
            Manual.says("86,400 read units", "%,.0f read units", day);
            Manual.says("$0.0108", "$%.4f", day * DOLLARS_READ / 1e6);
        }
    }

    /** One unit for each 4 KB that lie in the namespace, rounded up. */
    @Test
    void whatLiesAroundIsPaidAtEveryLook() {
        for (int i = 0; i < 20; i++) {
            Dynamo.put(client, Dynamo.item(namespace, "left-" + i, "stop", "orders", "note", "x".repeat(950)));
        }
        try (Transport driver = Dynamo.driver(namespace, Dynamo.with(proxy.endpoint()))) {
            assertThat(driver.end(Topic.SIGNALS)).isNotNull();
        }
        assertThat(units(proxy.calls("Query"))).isEqualTo(5);
    }
}
