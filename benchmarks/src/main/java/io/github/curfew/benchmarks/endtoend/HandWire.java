package io.github.curfew.benchmarks.endtoend;

import io.github.curfew.benchmarks.child.Jvm;
import io.github.curfew.benchmarks.raw.Wire;
import io.github.curfew.benchmarks.server.Servers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A message to the application over the broker's own client, and one back, both of which the broker keeps. */
final class HandWire implements Handiwork {
    private final String broker;
    private final String address;
    private final Jvm jvm;
    private final Wire wire;

    /** @param jar has the brokers' clients, and logs nothing: with less on its class path than that no process starts sooner */
    HandWire(String broker, String address, Path jar) {
        this.broker = broker;
        this.address = address;
        this.jvm = Jvm.bare().on(jar.toString(), HandWire.class);
        wire = Wire.open(broker, address, Servers.STOP, Servers.STOPPED);
    }

    /**
     * The other process.
     *
     * @param args the broker and its address
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        Instant began = Instant.now();
        Wire wire = Wire.open(args[0], args[1], Servers.STOPPED, Servers.STOP);
        wire.send("stop".getBytes(StandardCharsets.UTF_8));
        Instant sent = Instant.now();
        List<byte[]> answers = wire.receive();
        while (answers.isEmpty()) {
            answers = wire.receive();
        }
        System.out.println(Moment.nanos(began) + " " + Moment.nanos(sent) + " " + Moment.nanos(Instant.now()) + " "
                + new String(answers.get(0), StandardCharsets.UTF_8));
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
        return jvm.command(HandWire.class, List.of(broker, address));
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
