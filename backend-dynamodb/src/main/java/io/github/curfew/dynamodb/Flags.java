package io.github.curfew.dynamodb;

import io.github.curfew.spi.Payload;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of a namespace's signals, looked at again and again: what is there, and what of it went and came again.
 * Looks are made one after the other, since one that overtakes another would see an item go that is there. Thread-safe.
 */
final class Flags {
    /** A flood must not fill the driver's memory. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final int MOST_GONE = 10_000;

    /** Some fifty megabytes of heap. A fleet that is sent a signal each second has less than a tenth of that. */
    static final int MOST_ITEMS = 100_000;

    /** A look at so many costs thousands of read units. */
    private static final Duration CROWDED_PAUSE = Duration.ofMinutes(1);

    private final Table table;
    private final Place place;
    private final Duration justNow;
    private final int most;
    private final ReentrantLock looking = new ReentrantLock();
    private final Map<String, Integer> gone = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            boolean full = size() > MOST_GONE;
            forgotten = full ? Math.max(forgotten, eldest.getValue()) : forgotten;
            return full;
        }
    };

    private Map<String, Stamp> last = Map.of();
    /** How many there have been. */
    private long looks;

    private long lastBegan;
    private Instant lastBeganThere = Instant.EPOCH;
    /** When there were too many, as {@link System#nanoTime}. */
    private @Nullable Long crowdedAt;

    private boolean looked;
    private boolean lost;
    /** Whether the table was not there when it was last looked for. */
    private boolean wasGone;

    /** Of what is no longer known to have gone, so that it does not come again as what it was. */
    private int forgotten;

    /**
     * An item that a reader has not had.
     *
     * @param id its sort key
     * @param stamp as it was seen
     * @param message what it says
     */
    record Found(String id, Stamp stamp, Payload message) {}

    /**
     * What was seen.
     *
     * @param there all items
     * @param found those that were not known, without the expired ones
     * @param left those of them for which there was no room
     * @param lost one sentence, if the table was made anew since the last look; else null
     * @param units what it cost, in read units
     */
    record Look(
            FlagsPosition there,
            List<Found> found,
            List<String> left,
            @Nullable String lost,
            double units) {}

    /**
     * Makes it.
     *
     * @param justNow how long ago the look before can have been for its time to say when an item was put
     * @param most with more items than these, none is read: which of them are of use cannot be told without holding all of
     *     them, and a run could not be fenced by a part of them
     */
    Flags(Table table, Place place, Duration justNow, int most) {
        this.most = most;
        this.table = table;
        this.place = place;
        this.justNow = justNow;
    }

    /**
     * Looks at all there is.
     *
     * @param known what the reader has had
     * @throws TransportException if it cannot be read
     * @throws InterruptedException if another look was waited for and that was interrupted
     */
    Look look(Map<String, Stamp> known) throws InterruptedException {
        looking.lockInterruptibly();
        try {
            return list(known);
        } finally {
            looking.unlock();
        }
    }

    /** All that is there now. A look that another thread began meanwhile will do. */
    FlagsPosition there() throws InterruptedException {
        long asked = System.nanoTime();
        looking.lockInterruptibly();
        try {
            return looked && lastBegan - asked > 0
                    ? new FlagsPosition(last, looks)
                    : list(null).there();
        } finally {
            looking.unlock();
        }
    }

    private Look list(@Nullable Map<String, Stamp> known) {
        long began = System.nanoTime();
        if (crowdedAt != null && began - crowdedAt < CROWDED_PAUSE.toNanos()) {
            throw Failures.crowded(place, most);
        }
        crowdedAt = null;
        Instant beganThere = table.clock().atLeast();
        Map<String, Stamp> there = new HashMap<>();
        List<Found> found = new ArrayList<>();
        List<String> left = new ArrayList<>();
        long bytes = 0;
        double units = 0;
        Map<String, AttributeValue> next = null;
        do {
            Table.Page page = page(next);
            Instant now = table.clock().atLeast();
            for (Map<String, AttributeValue> item : page.items()) {
                String id = Items.id(item);
                Stamp stamp = stamp(id, item);
                there.put(id, stamp);
                if (known == null || stamp.isSameAs(known.get(id)) || stamp.hasExpired(now)) {
                    continue;
                }
                if (bytes < MOST_BYTES) {
                    Payload message = Items.message(item);
                    found.add(new Found(id, stamp, message));
                    bytes += message.size();
                } else {
                    left.add(id);
                }
            }
            if (there.size() > most) {
                crowdedAt = System.nanoTime();
                throw Failures.crowded(place, most);
            }
            units += page.units();
            next = page.next();
        } while (next != null);
        remember(there, began, beganThere);
        String sentence = null;
        if (lost && known != null) {
            lost = false;
            sentence = place + " was deleted and made anew: what lay in it and had not been read is lost";
        }
        return new Look(new FlagsPosition(last, looks), found, left, sentence, units);
    }

    private Table.Page page(@Nullable Map<String, AttributeValue> next) {
        try {
            return table.page(place, Table.FIRST_ID, next, null);
        } catch (TransportException e) {
            // What lay there is not taken to have gone: a table that is restored with old flags must stop nobody.
            wasGone |= Failures.isGone(e) && looked;
            lost |= wasGone;
            throw e;
        }
    }

    private Stamp stamp(String id, Map<String, AttributeValue> item) {
        String hash = Items.hash(item);
        Stamp before = last.get(id);
        return before != null && before.hash().equals(hash)
                ? before
                : new Stamp(
                        hash,
                        gone.getOrDefault(key(id, hash), forgotten),
                        Items.expires(item),
                        Items.published(item) == null,
                        put(item),
                        wasGone,
                        looks + 1);
    }

    /** What was not there a moment ago was put after that. */
    private @Nullable Instant put(Map<String, AttributeValue> item) {
        if (!table.clock().isKnown()) {
            return null;
        }
        Instant published = Items.published(item);
        if (published != null) {
            return published;
        }
        return looked && !wasGone && System.nanoTime() - lastBegan <= justNow.toNanos() ? lastBeganThere : null;
    }

    private void remember(Map<String, Stamp> there, long began, Instant beganThere) {
        last.forEach((id, stamp) -> {
            // What our publisher puts is never the same again: it says when it was put.
            if (stamp.byHand() && !stamp.isSameAs(there.get(id))) {
                gone.put(key(id, stamp.hash()), stamp.generation() + 1);
            }
        });
        // Positions share what has not changed: many runs may be fenced by many items.
        if (!there.equals(last)) {
            last = Map.copyOf(there);
        }
        looks++;
        lastBegan = began;
        lastBeganThere = beganThere;
        looked = true;
        wasGone = false;
    }

    private static String key(String id, String hash) {
        return hash + id;
    }
}
