package io.github.curfew.benchmarks.fleet;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * One stop of all, and what it took.
 *
 * @param told what the sender says
 * @param traffic what the broker took meanwhile
 * @param cpu what the processes needed meanwhile
 * @param footprint what the processes with the drivers occupied at the most meanwhile
 * @param heap what the sender's heap holds afterwards, in bytes
 */
record Round(Told told, Traffic traffic, Cpu cpu, Footprint footprint, long heap) {
    /**
     * Time on a core since their start.
     *
     * @param drivers of the processes that have the drivers
     * @param broker of the server
     * @param sender of the sender
     */
    record Cpu(Duration drivers, Duration broker, Duration sender) {
        static Cpu of(Stream<ProcessHandle> drivers, Stream<ProcessHandle> broker, Stream<ProcessHandle> sender) {
            return new Cpu(used(drivers), used(broker), used(sender));
        }

        private static Duration used(Stream<ProcessHandle> processes) {
            return processes
                    .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        Cpu since(Cpu before) {
            return new Cpu(drivers.minus(before.drivers), broker.minus(before.broker), sender.minus(before.sender));
        }
    }
}
