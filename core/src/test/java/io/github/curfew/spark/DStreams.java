package io.github.curfew.spark;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Contexts of several kinds that write their rows where this JVM sees them. What they do is static, since a checkpoint
 * keeps it.
 */
@SuppressWarnings("deprecation") // DStreams are.
enum DStreams {
    RECEIVER,
    SEVERAL_RECEIVERS,
    WINDOW,
    CHECKPOINTED,
    CHECKPOINTED_SELDOM,
    FILES,
    UPDATE_STATE_BY_KEY,
    MAP_WITH_STATE;

    private static final Duration BATCH = new Duration(200);
    private static final Duration LONG_BATCH = new Duration(1000);
    private static final Map<String, Queue<String>> WRITTEN = new ConcurrentHashMap<>();
    private static final Map<String, Map<String, Integer>> COUNTED = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> READ = new ConcurrentHashMap<>();

    /** Makes one, or gets it from its checkpoint. */
    JavaStreamingContext context(SparkContext spark, String id, Path home) {
        return switch (this) {
            case RECEIVER, SEVERAL_RECEIVERS, WINDOW -> fresh(spark, id, home);
            default -> {
                String checkpoint = home.resolve("checkpoint").toUri().toString();
                yield JavaStreamingContext.getOrCreate(checkpoint, () -> {
                    JavaStreamingContext context = fresh(spark, id, home);
                    context.checkpoint(checkpoint);
                    return context;
                });
            }
        };
    }

    private JavaStreamingContext fresh(SparkContext spark, String id, Path home) {
        JavaStreamingContext context =
                new JavaStreamingContext(new JavaSparkContext(spark), this == CHECKPOINTED_SELDOM ? LONG_BATCH : BATCH);
        if (this == FILES) {
            write(context.textFileStream(home.resolve("input").toUri().toString()), id);
            return context;
        }
        JavaDStream<String> rows = context.receiverStream(new QueueReceiver(id));
        switch (this) {
            case SEVERAL_RECEIVERS -> rows = rows.union(context.receiverStream(new QueueReceiver(id)));
            case WINDOW -> rows = rows.window(BATCH, BATCH);
            case UPDATE_STATE_BY_KEY -> count(keyed(rows).updateStateByKey(DStreams::add), id);
            case MAP_WITH_STATE -> {
                Function3<String, Optional<Integer>, State<Integer>, Tuple2<String, Integer>> count = DStreams::add;
                count(keyed(rows).mapWithState(StateSpec.function(count)).mapToPair(counted -> counted), id);
            }
            default -> {}
        }
        write(rows, id);
        return context;
    }

    /** Reads a log whose place is kept elsewhere, as Kinesis' is. */
    static JavaStreamingContext ofShard(SparkContext spark, String id) {
        JavaStreamingContext context = new JavaStreamingContext(new JavaSparkContext(spark), BATCH);
        write(context.receiverStream(new ShardReceiver(id)), id);
        return context;
    }

    /** Reads lines from a socket, with Spark's own receiver. */
    static JavaStreamingContext ofSocket(SparkContext spark, String id, int port) {
        JavaStreamingContext context = new JavaStreamingContext(new JavaSparkContext(spark), BATCH);
        write(context.socketStream("127.0.0.1", port, stream -> lines(stream, id), StorageLevel.MEMORY_ONLY()), id);
        return context;
    }

    private static Iterable<String> lines(InputStream stream, String id) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        Iterator<String> lines = reader.lines().iterator();
        AtomicInteger read = READ.computeIfAbsent(id, unused -> new AtomicInteger());
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public String next() {
                String line = lines.next();
                read.incrementAndGet();
                return line;
            }
        };
    }

    private static void write(JavaDStream<String> rows, String id) {
        rows.foreachRDD(rdd -> {
            written(id).addAll(rdd.collect());
        });
    }

    private static JavaPairDStream<String, Integer> keyed(JavaDStream<String> rows) {
        return rows.mapToPair(row -> new Tuple2<>(row.substring(row.length() - 1), 1));
    }

    private static Optional<Integer> add(List<Integer> more, Optional<Integer> state) {
        return Optional.of(state.or(0) + more.size());
    }

    private static Tuple2<String, Integer> add(String key, Optional<Integer> one, State<Integer> state) {
        int count = (state.exists() ? state.get() : 0) + one.or(0);
        state.update(count);
        return new Tuple2<>(key, count);
    }

    private static void count(JavaPairDStream<String, Integer> counts, String id) {
        counts.foreachRDD(rdd -> {
            Map<String, Integer> counted = COUNTED.computeIfAbsent(id, unused -> new ConcurrentHashMap<>());
            rdd.collect().forEach(count -> counted.merge(count._1(), count._2(), Math::max));
        });
    }

    boolean isStateful() {
        return this == UPDATE_STATE_BY_KEY || this == MAP_WITH_STATE;
    }

    /** All rows that the contexts of this id have written. */
    static Queue<String> written(String id) {
        return WRITTEN.computeIfAbsent(id, unused -> new ConcurrentLinkedQueue<>());
    }

    /** How many rows their state knows. */
    static int counted(String id) {
        return COUNTED.getOrDefault(id, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** How many rows the socket's receiver has read. */
    static int read(String id) {
        AtomicInteger read = READ.get(id);
        return read == null ? 0 : read.get();
    }

    static void forget(String id) {
        WRITTEN.remove(id);
        COUNTED.remove(id);
        READ.remove(id);
    }
}
