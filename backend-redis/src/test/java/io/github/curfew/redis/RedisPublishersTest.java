package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.servers.PublisherScript;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code examples/publishers} has for this backend, as somebody without Curfew runs it. */
class RedisPublishersTest {
    private static final String SELECTOR = "query.name=\"orders, eu\",team!=a";
    private static final String REASON = "deploy \"42\" \\ now, für alle";

    private final RedisServer server = Redis.shared();

    @ParameterizedTest
    @CsvSource({"redis/publish.py, redis", "redis/publish.mjs, ioredis", "redis/publish.sh, redis-cli"})
    void stops(String name, String need) throws Exception {
        PublisherScript script = PublisherScript.of(name, need.split(" "));
        String missing = script.missing();
        assumeTrue(missing == null, missing);
        String namespace = Redis.namespace();
        try (Transport transport = Redis.open(namespace, server.url())) {
            Reader reader = Redis.fromNow(transport);
            script.stop(Map.of("CURFEW_NAMESPACE", namespace, "CURFEW_REDIS_URL", server.url()), SELECTOR, REASON);
            assertStop(Redis.awaitOne(reader));
        }
    }

    private static void assertStop(Delivery delivery) {
        Signal signal =
                Codec.decodeSignal(delivery.body(), delivery.attributes(), new SignalId("broker", delivery.id()));
        assertThat(signal.action()).isEqualTo(Action.STOP);
        assertThat(signal.selector()).isEqualTo(Selector.parse(SELECTOR));
        assertThat(signal.terms().reason()).isEqualTo(REASON);
    }
}
