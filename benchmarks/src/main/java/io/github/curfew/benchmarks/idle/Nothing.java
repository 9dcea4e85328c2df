package io.github.curfew.benchmarks.idle;

import io.github.curfew.benchmarks.child.Orders;

/** A process that does nothing: what it costs is the cost of a JVM, and of being looked at. */
final class Nothing {
    private Nothing() {}

    public static void main(String[] args) throws Exception {
        Orders.follow(new Gauge("curfew-"));
    }
}
