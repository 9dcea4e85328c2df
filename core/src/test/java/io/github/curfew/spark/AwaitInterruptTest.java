package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunState;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;

/** A thread that is interrupted while it awaits its query: the query goes on. */
class AwaitInterruptTest extends OverAwaits {
    @Test
    void anInterruptLetsGoOfTheQuery() throws Exception {
        StreamingQuery query = start("orders");
        CompletableFuture<String> main = awaiting(query);
        awaitListed("orders");
        threads.get(0).interrupt();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        assertNothingIsLeft();
        assertThat(query.isActive()).isTrue();
        awaitListed();
    }

    @Test
    void anInterruptLetsGoOfOneOfTwo() throws Exception {
        StreamingQuery one = start("one");
        CompletableFuture<String> main = awaiting(one);
        CompletableFuture<String> other = awaiting(start("two"));
        awaitListed("one", "two");
        threads.get(0).interrupt();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        awaitListed("two");
        assertThat(stop("two").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(other);
        assertThat(one.isActive()).isTrue();
    }

    @Test
    void anInterruptInADrainStillHasItsFinalReport() throws Exception {
        Ledger ledger = ledger("orders");
        StreamingQuery query = start("orders", gate.sink(ledger));
        CompletableFuture<String> main = awaiting(query);
        awaitListed("orders");
        gate.awaitBatch();
        CompletableFuture<Report.OfSignal> stopping = fork(() -> stop("orders"));
        SparkDriver driver = Objects.requireNonNull(SparkDriver.current());
        await().atMost(LONG)
                .until(() -> driver.engine().runs().stream().anyMatch(run -> run.state() == RunState.DRAINING));
        threads.get(0).interrupt();
        assertThatThrownBy(() -> main.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        gate.open();
        assertThat(stopping.get(LONG.toMillis(), TimeUnit.MILLISECONDS).outcome())
                .isEqualTo(Outcome.STOPPED);
        assertNothingIsLeft();
    }
}
