package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.child.Child;
import io.github.curfew.benchmarks.child.Jvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Some processes that share out the drivers among them. */
final class Crowd implements AutoCloseable {
    private static final int PROCESSES = 4;
    private static final int MEGABYTES = 192;
    private static final int MEGABYTES_A_DRIVER = 3;

    private final List<Child> children = new ArrayList<>();

    private Crowd() {}

    /**
     * Starts them, and waits until all are ready.
     *
     * @param main what each runs
     * @param drivers how many in all
     * @param arguments for each process, by the number of its first driver and how many it has
     */
    static Crowd start(Class<?> main, int drivers, Arguments arguments) throws IOException, InterruptedException {
        Crowd crowd = new Crowd();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                int first = drivers * i / PROCESSES;
                int count = drivers * (i + 1) / PROCESSES - first;
                String name = main.getSimpleName() + " " + first + " to " + (first + count - 1);
                int megabytes = MEGABYTES + count * MEGABYTES_A_DRIVER;
                crowd.children.add(new Child(name, jvm(megabytes), main, arguments.of(first, count)));
            }
            crowd.answers();
            return crowd;
        } catch (IOException | RuntimeException e) {
            IOException failure = crowd.failure(String.valueOf(e.getMessage()), e);
            crowd.close();
            throw failure;
        }
    }

    /** One of many on this machine: what the optimising compiler does meanwhile, a driver does on cores of its own. */
    static Jvm jvm(int megabytes) {
        return Jvm.here(megabytes).with("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    /** What a process is told at its start. */
    interface Arguments {
        /** For one with so many drivers from this one on. */
        List<String> of(int first, int count);
    }

    /** Gives all the same order, and waits until each has obeyed. */
    void ask(String order) throws IOException, InterruptedException {
        for (Child child : children) {
            child.tell(order);
        }
        answers();
    }

    private void answers() throws IOException, InterruptedException {
        for (Child child : children) {
            child.answer();
        }
    }

    private IOException failure(String what, Exception cause) {
        return new IOException(Stream.concat(Stream.of(what), complaints()).collect(Collectors.joining("; ")), cause);
    }

    Stream<ProcessHandle> handles() {
        return children.stream().map(Child::handle);
    }

    /** The first complaint of each. */
    Stream<String> complaints() {
        return children.stream().flatMap(Child::complaint);
    }

    @Override
    public void close() {
        children.forEach(Child::close);
    }
}
