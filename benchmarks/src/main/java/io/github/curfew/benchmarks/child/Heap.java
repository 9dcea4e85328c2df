package io.github.curfew.benchmarks.child;

/** What this process keeps on its heap. */
public final class Heap {
    private Heap() {}

    /**
     * Collects garbage, and tells what is left.
     *
     * @return bytes
     */
    public static long inUse() {
        // The second one takes what the first has only made free.
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
