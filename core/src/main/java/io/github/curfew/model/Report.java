package io.github.curfew.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a driver says. */
public sealed interface Report {
    /**
     * Identifies this report among all.
     *
     * @return an id that no other report has
     */
    String id();

    /**
     * Says who speaks.
     *
     * @return the driver's id
     */
    String driverId();

    /**
     * Says when it was said.
     *
     * @return by the driver's clock
     */
    Instant time();

    /**
     * What became of a signal for a run.
     *
     * @param id the report's own id
     * @param driverId who speaks
     * @param time when, by the driver's clock
     * @param outcome what became of it
     * @param signal of which signal
     * @param action what that asked
     * @param run for which run
     * @param matched the label by which the selector matched, such as {@code query.name=orders}
     * @param lastBatch the last batch that the run committed, or null where that is not known
     * @param took from receipt to now
     * @param detail one sentence more; may be empty
     */
    record OfSignal(
            String id,
            String driverId,
            Instant time,
            Outcome outcome,
            SignalId signal,
            Action action,
            RunInfo run,
            String matched,
            @Nullable Long lastBatch,
            Duration took,
            String detail)
            implements Report {}

    /**
     * Which runs there are.
     *
     * @param id the report's own id
     * @param driver who speaks
     * @param time when, by the driver's clock
     * @param kind what is said
     * @param runs of which runs; an alive speaks of all that the driver has, in one or several parts
     * @param backends how the driver's links are
     * @param beat after which time the driver will say alive again; silent for two beats, it is lost
     * @param round counts the driver's alives; every part of one alive has the same
     * @param part which part of the round this is, from 1
     * @param parts how many parts the round has
     * @param answering the ping that this answers, or null
     */
    record OfRoster(
            String id,
            DriverInfo driver,
            Instant time,
            Kind kind,
            List<RunStatus> runs,
            List<BackendHealth> backends,
            Duration beat,
            long round,
            int part,
            int parts,
            @Nullable SignalId answering)
            implements Report {
        /**
         * Copies the lists.
         *
         * @param id see {@link #id()}
         * @param driver see {@link #driver()}
         * @param time see {@link #time()}
         * @param kind see {@link #kind()}
         * @param runs see {@link #runs()}
         * @param backends see {@link #backends()}
         * @param beat see {@link #beat()}
         * @param round see {@link #round()}
         * @param part see {@link #part()}
         * @param parts see {@link #parts()}
         * @param answering see {@link #answering()}
         */
        public OfRoster {
            runs = List.copyOf(runs);
            backends = List.copyOf(backends);
        }

        @Override
        public String driverId() {
            return driver.id();
        }

        /** What is said of the runs. */
        public enum Kind {
            /** They began. */
            HELLO,
            /** These, and no others of this driver, are there. */
            ALIVE,
            /** They are no more. */
            BYE;

            /**
             * The word for it on the wire.
             *
             * @return the name in lower case
             */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}
