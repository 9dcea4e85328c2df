package io.github.curfew.benchmarks.fleet;

import java.util.List;
import java.util.Map;

/** A real server that was started for the benchmark. */
interface Broker extends AutoCloseable {
    /** The backend's name. */
    String name();

    /** Which server it is, and of which version; the same of its client. */
    Map<String, String> versions();

    /** What Curfew is told of it. */
    Map<String, String> settings();

    /** Where a raw client finds it. */
    String address();

    /** What the raw client does, in some words. */
    String rawTitle();

    /** Which bytes are counted, in some words. */
    String bytesAre();

    /** Makes what a raw client needs. */
    void makeRaw(String signals, String reports) throws Exception;

    /** What it has taken so far. */
    Traffic traffic() throws Exception;

    /** Its process. */
    List<ProcessHandle> processes();

    @Override
    void close();

    /** Starts one by its backend's name. */
    static Broker start(String name) {
        return switch (name) {
            case "kafka" -> new KafkaBroker();
            case "redis" -> new RedisBroker();
            default -> throw new IllegalArgumentException("there is no fleet benchmark of '" + name + "'");
        };
    }
}
