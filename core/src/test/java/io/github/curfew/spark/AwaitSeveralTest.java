package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;

/** Several queries and several threads, one driver. */
class AwaitSeveralTest extends OverAwaits {
    @Test
    void twoThreadsAndTwoQueriesShareOneDriver() throws Exception {
        StreamingQuery one = start("one");
        StreamingQuery two = start("two");
        List<CompletableFuture<String>> all = List.of(awaiting(one), awaiting(one), awaiting(two));
        awaitListed("one", "two");
        assertThat(client.roster().stream().map(entry -> entry.driver().id()).distinct())
                .hasSize(1);
        assertThat(stop("one").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(all.get(0));
        assertReturned(all.get(1));
        awaitListed("two");
        assertThat(all.get(2)).isNotDone();
        assertThat(stop("two").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(all.get(2));
    }

    @Test
    void allOfSeveralAreAwaitedAndEachCanBeStopped() throws Exception {
        List<StreamingQuery> several = List.of(start("one"), start("two"));
        CompletableFuture<String> main = fork(() -> {
            curfew().awaitAllTermination(several);
            return "returned";
        });
        awaitListed("one", "two");
        assertThat(stop("two").outcome()).isEqualTo(Outcome.STOPPED);
        assertThatThrownBy(() -> main.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(curfew().awaitAllTermination(several, Duration.ZERO)).isFalse();
        assertThat(stop("one").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        Curfew.awaitAllTermination(several);
    }

    @Test
    void ofSeveralAFailureIsThrownAtOnce() throws Exception {
        StreamingQuery one = start("one");
        ledger("two");
        StreamingQuery two = start("two", (batch, id) -> {
            gate.awaitOpen();
            throw new IllegalStateException("the sink is full");
        });
        CompletableFuture<String> main = fork(() -> {
            curfew().awaitAllTermination(List.of(one, two));
            return "returned";
        });
        awaitListed("one", "two");
        gate.open();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .hasStackTraceContaining("the sink is full");
        assertNothingIsLeft();
        assertThat(one.isActive()).isTrue();
    }
}
