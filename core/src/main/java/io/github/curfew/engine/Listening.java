package io.github.curfew.engine;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.spi.Door;
import io.github.curfew.spi.Driver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By what an engine hears: a thread for each link, and the doors beside them. Begun once, and closed once. */
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final Duration FIRST_CONTACT = Duration.ofSeconds(2);

    private final List<Door> doors;
    private final List<Link> links = new ArrayList<>();
    private final List<LinkThread> threads = new ArrayList<>();

    /**
     * Not yet begun.
     *
     * @param doors ways in that are no brokers, not yet open, owned by it from now on
     */
    Listening(List<Door> doors) {
        this.doors = List.copyOf(doors);
    }

    /** Begins. Blocks for the first contact with the brokers, whose time is bounded; throws nothing. */
    void begin(Parts parts, Driver driver) {
        CountDownLatch contacts = new CountDownLatch(parts.links().size());
        for (Link link : parts.links()) {
            LinkThread thread = new LinkThread(link.name(), parts.rounds(link, contacts::countDown));
            links.add(link);
            threads.add(thread);
            thread.start();
        }
        doors.forEach(door -> open(door, driver));
        try {
            if (!contacts.await(FIRST_CONTACT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("Curfew goes on connecting in the background: {}", driver.health());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void open(Door door, Driver driver) {
        try {
            door.open(driver);
        } catch (RuntimeException e) {
            LOG.error("A door could not be opened; streams and the other ways in go on", e);
        }
    }

    /** How the doors are. */
    List<BackendHealth> doors() {
        return doors.stream().map(Door::health).toList();
    }

    /** Signals are of no use any more. */
    void finish() {
        threads.forEach(LinkThread::finish);
    }

    /** Closes links and doors. Blocks, at most for so long. */
    void close(Duration most) {
        Closing closing = new Closing();
        doors.forEach(door -> closing.begin("door", door::close));
        for (int number = 0; number < threads.size(); number++) {
            Link link = links.get(number);
            LinkThread thread = threads.get(number);
            closing.begin(link.name(), () -> {
                link.close();
                thread.close(most);
            });
        }
        closing.await(most);
    }
}
