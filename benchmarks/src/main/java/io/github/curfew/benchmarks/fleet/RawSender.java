package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.child.Heap;
import io.github.curfew.benchmarks.child.Orders;
import io.github.curfew.benchmarks.raw.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A process that sends one raw message and reads what comes back, until each raw client has sent all of its answers. */
final class RawSender {
    private RawSender() {}

    /** Arguments: the broker, its address, where signals and reports are, how many clients, and how many answers. */
    public static void main(String[] args) throws Exception {
        int clients = Integer.parseInt(args[4]);
        int answers = Integer.parseInt(args[5]);
        Wire wire = Wire.open(args[0], args[1], args[3], args[2]);
        byte[] stop = "stop *".getBytes(StandardCharsets.UTF_8);
        Orders.follow(order -> order.get(0).equals(Side.HEAP)
                ? Long.toString(Heap.inUse())
                : stop(wire, stop, clients, answers).line());
    }

    private static Told stop(Wire wire, byte[] message, int clients, int answers) throws Exception {
        long[] last = new long[answers + 1];
        int[] count = new int[answers + 1];
        long began = System.nanoTime();
        wire.send(message);
        while (count[answers] < clients) {
            List<byte[]> messages = wire.receive();
            long now = System.nanoTime();
            for (byte[] one : messages) {
                count[one[0]]++;
                last[one[0]] = now;
            }
        }
        // A driver's last word is its bye; the one before it is the final report.
        return new Told(
                Duration.ofNanos(last[1] - began),
                Duration.ofNanos(last[answers - 1] - began),
                Duration.ofNanos(last[answers] - began));
    }
}
