package io.github.curfew.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks how busy the machine is, every ten seconds, from a thread of its own. */
final class LoadMeter {
    private static final int EVERY_SECONDS = 10;
    /** Of a process: from the third field on, behind its name, which may have blanks. */
    private static final int USER_TIME = 11;

    private final Samples loads = new Samples();
    private final @Nullable Double before = load();
    private final @Nullable Long busy = busy();
    private final @Nullable Long own = own();
    private final long began = System.nanoTime();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "load meter");
        made.setDaemon(true);
        return made;
    });

    private LoadMeter() {}

    static LoadMeter start() {
        LoadMeter meter = new LoadMeter();
        var unused = meter.thread.scheduleAtFixedRate(meter::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return meter;
    }

    private synchronized void look() {
        Double now = load();
        if (now != null) {
            loads.add(now);
        }
    }

    synchronized Load end() {
        thread.shutdownNow();
        look();
        return new Load(before, loads.size() == 0 ? null : round(loads.mean()), others());
    }

    /** In hundredths of a second of a core, as the kernel counts. */
    private @Nullable Double others() {
        Long busyNow = busy();
        Long ownNow = own();
        if (busy == null || own == null || busyNow == null || ownNow == null) {
            return null;
        }
        double all = (System.nanoTime() - began) / 1e7 * Runtime.getRuntime().availableProcessors();
        return round(Math.max(0, 100 * ((busyNow - busy) - (ownNow - own)) / all));
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static @Nullable Double load() {
        List<String> fields = fields(Path.of("/proc/loadavg"), "");
        return fields.isEmpty() ? null : Double.valueOf(fields.get(0));
    }

    /** Time that was spent on anything, or taken by other machines of the same host: user, nice, system, interrupts, steal. */
    private static @Nullable Long busy() {
        List<String> fields = fields(Path.of("/proc/stat"), "cpu ");
        return fields.size() < 8 ? null : sum(fields, 0, 1, 2, 5, 6, 7);
    }

    /** This process's time, that of its children which have ended, and that of those which have not. */
    private static @Nullable Long own() {
        List<String> fields = process(ProcessHandle.current());
        if (fields.size() < USER_TIME + 4) {
            return null;
        }
        return ProcessHandle.current()
                .descendants()
                .map(LoadMeter::process)
                .filter(child -> child.size() >= USER_TIME + 4)
                .mapToLong(LoadMeter::time)
                .reduce(time(fields), Long::sum);
    }

    private static long time(List<String> fields) {
        return sum(fields, USER_TIME, USER_TIME + 1, USER_TIME + 2, USER_TIME + 3);
    }

    private static List<String> process(ProcessHandle process) {
        return fields(Path.of("/proc", Long.toString(process.pid()), "stat"), ".*\\) ");
    }

    private static long sum(List<String> fields, int... which) {
        return Arrays.stream(which)
                .mapToLong(field -> Long.parseLong(fields.get(field)))
                .sum();
    }

    /** Of the first line, behind what it begins with; none where the kernel has no such file. */
    private static List<String> fields(Path file, String begin) {
        try {
            String line = Files.readString(file).split("\n", 2)[0].replaceFirst("^" + begin, "");
            return List.of(line.strip().split("\\s+"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
