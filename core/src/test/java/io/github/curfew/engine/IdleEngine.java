package io.github.curfew.engine;

import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Measures what an idle engine costs: threads, allocation and CPU, by the number of runs. A program, not a test. */
final class IdleEngine {
    private static final Duration BEAT = Duration.ofSeconds(10);

    private IdleEngine() {}

    /**
     * Prints a table.
     *
     * @param arguments how many seconds to look at each, 20 unless given
     * @throws InterruptedException if somebody interrupts
     */
    public static void main(String[] arguments) throws InterruptedException {
        long seconds = arguments.length == 0 ? 20 : Long.parseLong(arguments[0]);
        System.out.println("runs  beat  threads  allocated B/s  CPU ms/s");
        for (int runs : new int[] {1, 500}) {
            for (Duration beat : List.of(BEAT, Duration.ofHours(1))) {
                measure(runs, beat, seconds);
            }
        }
    }

    private static void measure(int runs, Duration beat, long seconds) throws InterruptedException {
        DriverInfo driver = new DriverInfo("d", "app", "app", "host", "1", "3", Instant.now());
        EngineSettings settings =
                new EngineSettings("default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), beat);
        Engine engine = Engine.start(settings, driver, Map.of("memory", new Silent()));
        try {
            for (int run = 0; run < runs; run++) {
                engine.starting(IdleRun.orders("run-" + run));
            }
            TimeUnit.SECONDS.sleep(6);
            Map<Long, long[]> before = costs();
            TimeUnit.SECONDS.sleep(seconds);
            Map<Long, long[]> after = costs();
            long bytes = 0;
            long nanos = 0;
            for (Map.Entry<Long, long[]> thread : after.entrySet()) {
                long[] start = before.getOrDefault(thread.getKey(), new long[2]);
                bytes += thread.getValue()[0] - start[0];
                nanos += thread.getValue()[1] - start[1];
            }
            System.out.printf(
                    "%4d  %4d  %7d  %13d  %8.3f%n",
                    runs, beat.toSeconds(), before.size(), bytes / seconds, nanos / 1e6 / seconds);
        } finally {
            engine.close("measured");
        }
    }

    /** Of every thread of ours: allocated bytes, CPU time. */
    private static Map<Long, long[]> costs() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Map<Long, long[]> costs = new TreeMap<>();
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().startsWith("curfew-"))
                .forEach(info -> costs.put(info.getThreadId(), new long[] {
                    threads.getThreadAllocatedBytes(info.getThreadId()), threads.getThreadCpuTime(info.getThreadId())
                }));
        return costs;
    }

    /** A broker that takes everything and has nothing. */
    private static final class Silent implements Transport {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, true, Duration.ofMillis(1), 256 * 1024);
        }

        @Override
        public Receipt publish(Outgoing message, Duration timeout) {
            return new Receipt("r", Instant.now());
        }

        @Override
        public Position end(Topic topic) {
            return delivery -> Position.Order.AFTER;
        }

        @Override
        public Position past(Topic topic, Duration ago) {
            return end(topic);
        }

        @Override
        public Reader read(Topic topic, Position from) {
            return new Reader() {
                @Override
                public Batch poll(Duration wait) throws InterruptedException {
                    boolean unused = closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
                    return Batch.EMPTY;
                }

                @Override
                public void acknowledge(Delivery delivery) {}

                @Override
                public Position position() {
                    return from;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
