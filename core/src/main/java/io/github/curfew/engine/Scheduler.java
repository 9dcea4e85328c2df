package io.github.curfew.engine;

import java.time.Duration;
import java.time.Instant;

/** Where the engine has its time and its threads from: {@link Workers} on a driver, virtual time in a simulation. */
interface Scheduler {
    /** The driver's clock, which may be wrong and may jump: for people, and for comparing with senders as the last resort. */
    Instant now();

    /** Time since some moment in the past, that never jumps: for every length of time. */
    Duration uptime();

    /** Runs a task once, soon. */
    void execute(Lane lane, Runnable task);

    /** Runs a short task once, later, on the one thread that keeps the time. */
    void after(Duration delay, Runnable task);

    /** Tasks that block wait for others of their lane only, so that a stuck broker cannot hold up a stop. */
    enum Lane {
        /** What asks a broker. */
        BROKER,
        /** What asks a stream: cutting it, reading what it committed. */
        STREAM
    }
}
