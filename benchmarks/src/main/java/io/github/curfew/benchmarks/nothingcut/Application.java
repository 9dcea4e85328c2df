package io.github.curfew.benchmarks.nothingcut;

import io.github.curfew.benchmarks.child.Child;
import io.github.curfew.benchmarks.child.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** All ways to stop on one Spark, each by each trigger. */
final class Application implements AutoCloseable {
    /** So long after a query's first row, at the most: two batches, or one and the wait for the next. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(600);

    private final String spark;
    private final Jvm jvm;
    private final Path home;
    private final List<Contender> contenders = new ArrayList<>();
    private final Random random = new Random();
    private final Map<Way, Child> children = new EnumMap<>(Way.class);

    /**
     * Starts one JVM with the plugin and one without.
     *
     * @param spark its version
     * @param jvm with its class path
     * @param home an empty directory
     */
    Application(String spark, Jvm jvm, Path home) throws Exception {
        this.spark = spark;
        this.jvm = jvm;
        this.home = home;
        for (Rhythm rhythm : Rhythm.values()) {
            for (Way way : Way.values()) {
                contenders.add(new Contender(way, rhythm, home));
            }
        }
        try {
            for (Way way : List.of(Way.CURFEW, Way.STOP)) {
                Child child = start(way);
                children.put(way, child);
                child.answer();
            }
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private Child start(Way way) throws IOException {
        return new Child(
                "Spark " + spark + ", " + way.title(),
                jvm,
                Driver.class,
                List.of(home.toString(), Boolean.toString(way.hasPlugin())));
    }

    String spark() {
        return spark;
    }

    List<Contender> contenders() {
        return contenders;
    }

    /** Each way and trigger once, in an order of its own; those that end a JVM, which has to be started for each, only if so said. */
    void round(boolean kills) throws Exception {
        List<Contender> turns = new ArrayList<>(contenders);
        Collections.shuffle(turns, random);
        for (Contender contender : turns) {
            if (kills || !contender.way().kills()) {
                contender.feed();
                Duration wait = Duration.ofMillis(random.nextLong(LONGEST_WAIT.toMillis()));
                contender.add(contender.way().kills() ? kill(contender, wait) : stop(contender, wait));
            }
        }
    }

    private Stopped stop(Contender contender, Duration wait) throws Exception {
        return Stopped.parse(child(contender).ask(contender.order("cycle") + " " + wait.toMillis()));
    }

    private Child child(Contender contender) {
        return Objects.requireNonNull(children.get(contender.way().hasPlugin() ? Way.CURFEW : Way.STOP));
    }

    private Stopped kill(Contender contender, Duration wait) throws Exception {
        try (Child victim = start(contender.way())) {
            victim.answer();
            victim.ask(contender.order("start"));
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            Instant signal = Instant.now();
            victim.terminate();
            return new Stopped(signal, Instant.now(), false);
        }
    }

    /** Works off what is left, so that all that was given and not written is lost. */
    void catchUp() throws Exception {
        for (Contender contender : contenders) {
            child(contender).ask(contender.order("catch-up"));
        }
    }

    @Override
    public void close() {
        children.values().forEach(Child::close);
        contenders.forEach(Contender::close);
    }
}
