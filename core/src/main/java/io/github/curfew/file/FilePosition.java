package io.github.curfew.file;

import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Topic;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that were there, each by its stamp, and which of the transport's marker events had come. What a look found that
 * had begun by then, and is not among them, may have been removed or overwritten before, or be newer: that cannot be told.
 *
 * @param topic of which kind
 * @param incarnation of which directory; null if it is not known what was there
 * @param files by path, below the topic's directory
 * @param marker the last marker event before it
 * @param look the number of the last look that had begun when the files had been listed; 0 before the first
 */
record FilePosition(Topic topic, @Nullable String incarnation, Map<String, Stamp> files, long marker, long look)
        implements Position {
    /** Of a directory with more files than are listed: core then compares times. */
    static FilePosition ofCrowded(Topic topic, long marker) {
        return new FilePosition(topic, null, Map.of(), marker, 0);
    }

    @Override
    public Order order(Delivery delivery) {
        if (delivery.tag() instanceof MarkerGone gone) {
            // Whoever reads a position lists the markers first, so a deletion that is seen later came later.
            return topic == Topic.SIGNALS && gone.number() <= marker ? Order.BEFORE : Order.AFTER;
        }
        if (!(delivery.tag() instanceof FileTag tag)
                || tag.topic() != topic
                || !tag.incarnation().equals(incarnation)) {
            // Two directories of one name, as where a volume was not mounted for a while: what lay in one says nothing
            // of
            // the other.
            return Order.UNKNOWN;
        }
        Stamp there = files.get(tag.path());
        if (there != null && there.file().sameAs(tag.file())) {
            if (there.hash() == null) {
                return there.settled() ? Order.BEFORE : Order.UNKNOWN;
            }
            if (there.hash().equals(tag.hash())) {
                return Order.BEFORE;
            }
        }
        return tag.look() > look ? Order.AFTER : Order.UNKNOWN;
    }

    /**
     * A file as it was seen.
     *
     * @param file by the listing
     * @param hash of its content, where that was read
     * @param settled whether an overwriting since then would show in the listing: file systems count time in ticks, and
     *     two writings within one tick look alike
     */
    record Stamp(StoredFile file, @Nullable String hash, boolean settled) {}

    /**
     * What a delivery was made from.
     *
     * @param topic of which kind
     * @param incarnation of which directory
     * @param path below the topic's directory
     * @param file by the listing
     * @param hash of its content
     * @param look the number of the transport's look that found it
     */
    record FileTag(Topic topic, String incarnation, String path, StoredFile file, String hash, long look) {}

    /**
     * Marks the delivery of a marker's deletion.
     *
     * @param number which of the transport's events it is
     */
    record MarkerGone(long number) {}
}
