package io.github.curfew.examples.orders;

import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Appends order after order to a file, as others call a payment service or send mail: what is written is written. A batch
 * that is cut and run again writes its first orders twice.
 */
final class OrderSink implements VoidFunction2<Dataset<Row>, Long> {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final Duration perOrder;

    /**
     * Makes a sink.
     *
     * @param file to which it appends
     * @param perOrder how long one order takes
     */
    OrderSink(Path file, Duration perOrder) {
        this.file = file.toString();
        this.perOrder = perOrder;
    }

    @Override
    public void call(Dataset<Row> orders, Long batch) throws IOException, InterruptedException {
        // A plain stream: an interrupt does not close it, so a row is written whole or not at all.
        try (Writer out =
                new BufferedWriter(new OutputStreamWriter(new FileOutputStream(file, true), StandardCharsets.UTF_8))) {
            for (Row order : orders.collectAsList()) {
                out.write(order.getString(0) + "\n");
                out.flush();
                TimeUnit.NANOSECONDS.sleep(perOrder.toNanos());
            }
        }
    }
}
