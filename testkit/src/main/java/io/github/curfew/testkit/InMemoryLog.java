package io.github.curfew.testkit;

import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.testkit.InMemoryBroker.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The messages of one namespace and topic. Guarded by its broker. */
final class InMemoryLog {
    private final String name;
    private final List<Stored> messages = new ArrayList<>();
    /** Offsets in the order in which readers get them: those that are redelivered come twice. */
    private final List<Long> feed = new ArrayList<>();

    private long trimmed;

    InMemoryLog(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    static long offset(Delivery delivery) {
        return delivery.tag() instanceof InMemoryTag tag ? tag.offset : -1;
    }

    Stored append(Instant time, Payload body) {
        long offset = trimmed + messages.size();
        Stored stored = new Stored(name + "/" + offset, time, body);
        messages.add(stored);
        feed.add(offset);
        return stored;
    }

    void redeliver(int count) {
        long end = trimmed + messages.size();
        for (long offset = Math.max(trimmed, end - count); offset < end; offset++) {
            feed.add(offset);
        }
    }

    void trim(int keep) {
        int drop = Math.max(0, messages.size() - keep);
        messages.subList(0, drop).clear();
        trimmed += drop;
    }

    List<Stored> stored() {
        return List.copyOf(messages);
    }

    InMemoryPosition end() {
        return new InMemoryPosition(name, trimmed + messages.size(), feed.size());
    }

    InMemoryPosition since(Instant time) {
        long offset = trimmed;
        while (offset < trimmed + messages.size() && at(offset).time().isBefore(time)) {
            offset++;
        }
        int place = feed.indexOf(offset);
        return new InMemoryPosition(name, offset, place < 0 ? feed.size() : place);
    }

    private Stored at(long offset) {
        return messages.get((int) (offset - trimmed));
    }

    int feedSize() {
        return feed.size();
    }

    boolean isTrimmed(int place) {
        return feed.get(place) < trimmed;
    }

    Delivery delivery(int place) {
        long offset = feed.get(place);
        Stored stored = at(offset);
        return new Delivery(stored.id(), stored.time(), stored.body(), Map.of(), new InMemoryTag(name, offset));
    }

    /** What the order of a delivery is told by. */
    record InMemoryTag(String log, long offset) {}

    /** A place in the feed, and the first offset that had not been published then. */
    record InMemoryPosition(String log, long offset, int place) implements Position {
        @Override
        public Order order(Delivery delivery) {
            if (!(delivery.tag() instanceof InMemoryTag tag) || !tag.log.equals(log)) {
                return Order.UNKNOWN;
            }
            return tag.offset < offset ? Order.BEFORE : Order.AFTER;
        }
    }
}
