package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WaitingTest {
    private final AtomicInteger endless = new AtomicInteger();

    /** One that was stopped, and whose batch ignores its interrupt: it is not active, and its thread does not end. */
    private StreamingQuery stoppedAndBusy() {
        return (StreamingQuery) Proxy.newProxyInstance(
                StreamingQuery.class.getClassLoader(),
                new Class<?>[] {StreamingQuery.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isActive" -> false;
                    case "awaitTermination" -> {
                        if (arguments == null) {
                            endless.incrementAndGet();
                            yield null;
                        }
                        yield true;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void aTimedWaitIsNeverOneWithoutALimit() throws Exception {
        assertThat(Waiting.await(List.of(stoppedAndBusy()), Duration.ofMillis(50)))
                .isTrue();
        assertThat(Waiting.await(List.of(stoppedAndBusy()), Duration.ZERO)).isTrue();
        assertThat(endless).hasValue(0);
    }

    @Test
    void aWaitWithoutALimitIsForTheThreadsEnd() throws Exception {
        assertThat(Waiting.await(List.of(stoppedAndBusy()), null)).isTrue();
        assertThat(endless).hasValue(1);
    }
}
