package io.github.curfew.spark;

import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A sink whose batch stays in flight, half written, until it is let go. */
final class Gate {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Writes half of a batch, waits at the gate, and writes the other half. */
    VoidFunction2<Dataset<Row>, Long> sink(Ledger ledger) {
        return (batch, id) -> {
            int row = 0;
            int half = (int) batch.count() / 2;
            for (Row one : batch.collectAsList()) {
                if (row++ == half) {
                    entered.countDown();
                    open.await();
                }
                ledger.write(one.getString(0));
            }
        };
    }

    /** Waits until a batch stands at the gate. */
    void awaitBatch() throws InterruptedException {
        entered.await();
    }

    void awaitOpen() throws InterruptedException {
        open.await();
    }

    void open() {
        open.countDown();
    }
}
