package io.github.curfew.benchmarks.server;

import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one process goes.
 *
 * @param settings what Curfew is told of it
 * @param address where who does it by hand finds it
 * @param calls how many it has taken from that process alone; null where only the client tells
 * @param end what is to be done when the process is gone
 */
public record Server(
        Map<String, String> settings,
        String address,
        @Nullable LongSupplier calls,
        Runnable end) implements AutoCloseable {
    @Override
    public void close() {
        end.run();
    }
}
