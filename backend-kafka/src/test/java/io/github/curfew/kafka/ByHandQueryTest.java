package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;

/** Real queries, stopped one after the other with everything that people type with. */
class ByHandQueryTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final String namespace = Broker.newNamespace();
    private final Map<String, StreamingQuery> queries = new TreeMap<>();

    @Test
    void stopsByWhateverSomebodyTypes() throws Exception {
        Broker.createTopics(namespace);
        String signals = Broker.signals(namespace);
        SparkSession spark = Application.start(namespace);
        try {
            for (String name : new String[] {"a", "b", "c", "d"}) {
                AtomicLong rows = new AtomicLong();
                queries.put(name, Application.counting(spark, name, rows));
                await().atMost(LONG).until(() -> rows.get() > 0);
            }
            Typing.type("stop a\n", Typing.kcat(signals));
            assertEnds("a", "b", "c", "d");
            // In a codec that this driver does not have: it must not keep what lies behind it from being heard.
            Typing.type(("stop b" + " ".repeat(300) + "\n").repeat(50), Typing.kcat(signals, "-z", "snappy"));
            Typing.type("stop c\n", Typing.consoleProducer(signals));
            assertEnds("c", "b", "d");
            Typing.type("{\"selector\":\"b\"}\n", Typing.kcat(signals, Typing.cloudEvent("7")));
            assertEnds("b", "d");
            Typing.type(Typing.cloudEvent("8", "d"), Typing.kcat(signals));
            assertEnds("d");
        } finally {
            spark.stop();
        }
    }

    private void assertEnds(String name, String... others) throws Exception {
        assertThat(query(name).awaitTermination(LONG.toMillis())).as(name).isTrue();
        for (String other : others) {
            assertThat(query(other).isActive()).as(other).isEqualTo(!other.equals(name));
        }
    }

    private StreamingQuery query(String name) {
        return queries.computeIfAbsent(name, key -> {
            throw new AssertionError(key);
        });
    }
}
