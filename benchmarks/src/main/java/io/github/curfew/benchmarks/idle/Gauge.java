package io.github.curfew.benchmarks.idle;

import com.sun.management.OperatingSystemMXBean;
import io.github.curfew.benchmarks.child.Orders;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the process that it is in. Made before anything else, so that it knows what is not part of what it measures. */
final class Gauge implements Orders.Obeying {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final String ourThreads;
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final Allocation allocation = new Allocation();
    private final long heapBefore = heapInUse();
    private List<String> threads = List.of();
    private long since;
    private long cpuBefore;
    private long callsBefore;

    /** @param ourThreads how the names of those begin that are no client's */
    Gauge(String ourThreads) {
        this.ourThreads = ourThreads;
    }

    @Override
    public String obey(List<String> order) {
        return switch (order.get(0)) {
            case "mark" -> {
                mark();
                yield "marked";
            }
            case "count" -> {
                threads = threads();
                yield "counted";
            }
            default -> read().line();
        };
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .toList();
    }

    private void mark() {
        // What the way there left behind is no cost of being idle.
        heapInUse();
        since = System.nanoTime();
        cpuBefore = SYSTEM.getProcessCpuTime();
        callsBefore = Calls.all();
        allocation.begin();
    }

    private Costs read() {
        double allocated = allocation.end();
        double cpu = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;
        double seconds = (System.nanoTime() - since) / 1e9;
        long calls = Calls.all() - callsBefore;
        // Of two moments that are no whole beat apart: in one of them the driver may just have something to say.
        List<String> now = threads();
        List<String> names = now.size() < threads.size() ? now : threads;
        int ours = (int) names.stream().filter(this::isOurs).count();
        String kinds = names.stream()
                .map(name -> (isOurs(name) ? "ours:" : "") + kind(name))
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
        double heap = heapInUse() - heapBefore;
        return new Costs(seconds, cpu, allocated, heap, ours, names.size() - ours, calls, kinds);
    }

    private boolean isOurs(String name) {
        return name.startsWith(ourThreads);
    }

    /** A name without what tells it from others of its kind. */
    private static String kind(String name) {
        return name.replaceAll(" \\|.*|[-_]?\\d+.*|[^A-Za-z0-9_.-]", "");
    }

    private static long heapInUse() {
        // The second one takes what the first has only made free.
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
