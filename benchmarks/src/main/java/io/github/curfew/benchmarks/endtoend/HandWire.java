package io.github.curfew.benchmarks.endtoend;

import io.github.curfew.benchmarks.fleet.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A message to the application over the broker's own client, and one back, both of which the broker keeps. */
final class HandWire implements Handiwork {
    private static final String STOP = "by-hand-stop";
    private static final String STOPPED = "by-hand-stopped";

    private final String broker;
    private final String address;
    private final Wire wire;

    HandWire(String broker, String address) {
        this.broker = broker;
        this.address = address;
        wire = Wire.open(broker, address, STOP, STOPPED);
    }

    /**
     * The other process.
     *
     * @param args the broker and its address
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        Instant began = Instant.now();
        Wire wire = Wire.open(args[0], args[1], STOPPED, STOP);
        wire.send("stop".getBytes(StandardCharsets.UTF_8));
        Instant sent = Instant.now();
        List<byte[]> answers = wire.receive();
        while (answers.isEmpty()) {
            answers = wire.receive();
        }
        System.out.println(HandMade.nanos(began) + " " + HandMade.nanos(sent) + " " + HandMade.nanos(Instant.now())
                + " " + new String(answers.get(0), StandardCharsets.UTF_8));
        System.exit(0);
    }

    @Override
    public String words() {
        return "by hand: a message, and one back";
    }

    @Override
    public void prepare() {}

    @Override
    public List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HandWire.class.getName(),
                broker,
                address);
    }

    @Override
    public void awaitStop() throws Exception {
        while (wire.receive().isEmpty()) {
            // The next one.
        }
    }

    @Override
    public void answer(String text) throws Exception {
        wire.send(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
}
