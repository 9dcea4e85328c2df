package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.child.Orders;
import io.github.curfew.benchmarks.raw.Wire;
import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.SignalId;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A process with many raw clients. Each answers to a message with as many as a driver sends, of the same size, one after
 * the other, each when the server has given its word for the one before. The first byte says the how-manieth it is.
 */
final class RawDrivers {
    private RawDrivers() {}

    /** Arguments: the broker, its address, where signals and reports are, how many clients, and how many answers. */
    public static void main(String[] args) throws Exception {
        int answers = Integer.parseInt(args[5]);
        byte[] report = report();
        for (int i = 0; i < Integer.parseInt(args[4]); i++) {
            Wire wire = Wire.open(args[0], args[1], args[2], args[3]);
            Thread thread = new Thread(() -> answer(wire, answers, report), "raw-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        Orders.follow(order -> "nothing to do");
    }

    private static void answer(Wire wire, int answers, byte[] report) {
        try {
            while (true) {
                for (int messages = wire.receive().size(); messages > 0; messages--) {
                    for (byte i = 1; i <= answers; i++) {
                        byte[] message = report.clone();
                        message[0] = i;
                        wire.send(message);
                    }
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("a raw client failed", e);
        }
    }

    private static byte[] report() {
        Report.OfSignal report = new Report.OfSignal(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                Instant.now(),
                Outcome.STOPPED,
                new SignalId("/curfew/client/somebody", UUID.randomUUID().toString()),
                Action.STOP,
                new SimulatedRun("1", 1).info(),
                "*",
                42L,
                Duration.ofMillis(10),
                "");
        return Codec.encode(report).bytes();
    }
}
