package io.github.curfew.benchmarks.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What processes occupy, as Linux tells; nothing where nobody tells.
 *
 * @param threads how many
 * @param bytes of memory
 */
record Footprint(long threads, long bytes) {
    private static final Path KERNEL = Path.of("/proc/sys/kernel");

    /** The most that may be asked of a machine on which others have to live too. */
    private static final double PART = 0.8;

    static Footprint of(Stream<ProcessHandle> processes) {
        return processes.map(Footprint::of).reduce(new Footprint(0, 0), Footprint::plus);
    }

    private static Footprint of(ProcessHandle process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return new Footprint(number(status, "Threads:"), number(status, "VmRSS:") * 1_024);
    }

    Footprint plus(Footprint other) {
        return new Footprint(threads + other.threads, bytes + other.bytes);
    }

    /** What as many times as much would have too little of, in some words; empty if it fits. */
    String excess(double times) {
        long most = Math.min(number(KERNEL.resolve("pid_max"), ""), number(KERNEL.resolve("threads-max"), ""));
        if (most > 0 && threads * times > most * PART) {
            return "some " + Math.round(threads * times) + " threads, and the kernel has " + most + " for all";
        }
        long memory = number(Path.of("/proc/meminfo"), "MemTotal:") * 1_024;
        if (memory > 0 && bytes * times > memory * PART) {
            return "some " + Math.round(bytes * times / 1e9) + " GB of memory, and there are "
                    + Math.round(memory / 1e9);
        }
        return "";
    }

    private static long number(Path file, String label) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(label))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            // It has ended, or this is no Linux.
            return 0;
        }
    }
}
