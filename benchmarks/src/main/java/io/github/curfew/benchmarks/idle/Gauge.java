package io.github.curfew.benchmarks.idle;

import com.sun.management.OperatingSystemMXBean;
import io.github.curfew.benchmarks.child.Heap;
import io.github.curfew.benchmarks.child.Orders;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the process that it is in. Made before anything else, so that it knows what is not part of what it measures. */
final class Gauge implements Orders.Obeying {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final String ourThreads;
    private final Set<Thread> before = living();
    private final Allocation allocation = new Allocation();
    private final long heapBefore = heapBefore();
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
        return living().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .toList();
    }

    /** Without their stacks, which would be allocated while somebody counts what is. */
    private static Set<Thread> living() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads = new Thread[2 * all.activeCount() + 10];
        int count = all.enumerate(threads);
        return Set.of(Arrays.copyOf(threads, count));
    }

    private void mark() {
        // What the way there left behind is no cost of being idle.
        long unused = Heap.inUse();
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
        double heap = Heap.inUse() - heapBefore;
        return new Costs(seconds, cpu, allocated, heap, ours, names.size() - ours, calls, kinds);
    }

    private boolean isOurs(String name) {
        return name.startsWith(ourThreads);
    }

    /** A name without what tells it from others of its kind. */
    private static String kind(String name) {
        return name.replaceAll(" \\|.*|[-_]?\\d+.*|[^A-Za-z0-9_.-]", "");
    }

    /**
     * The first look for something that no jar has opens all, and Java keeps a directory of each: on this class path, with
     * Spark's, that is more than all the rest, and a driver has it before Curfew comes.
     */
    private static long heapBefore() {
        if (ClassLoader.getSystemResource("no/jar/has/this") != null) {
            throw new IllegalStateException("a jar has what none should have");
        }
        return Heap.inUse();
    }
}
