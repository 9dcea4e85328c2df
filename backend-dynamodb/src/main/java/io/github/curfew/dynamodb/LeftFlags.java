package io.github.curfew.dynamodb;

import io.github.curfew.model.Quoted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of flags that lay there already when a run started: it does not obey them, and whoever put them should know why.
 * Those of our publisher are passed over, for their senders have been answered. Thread-safe.
 */
final class LeftFlags {
    private static final Logger LOG = LoggerFactory.getLogger(LeftFlags.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int MOST_NAMES = 5;

    private final Place place;
    private List<String> told = List.of();
    private long toldAt;

    LeftFlags(Place place) {
        this.place = place;
    }

    /** Tells it once, and again for a run that starts later. */
    synchronized void tell(Map<String, Stamp> there, Instant now) {
        List<String> left = there.entrySet().stream()
                .filter(flag -> flag.getValue().byHand() && !flag.getValue().hasExpired(now))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        long at = System.nanoTime();
        if (left.isEmpty() || (left.equals(told) && at - toldAt < QUIET.toNanos())) {
            return;
        }
        told = left;
        toldAt = at;
        String names = left.stream().limit(MOST_NAMES).map(Quoted::text).collect(Collectors.joining(", "));
        LOG.info(
                "In {} there already lies {}{}: what starts from now on does not obey it; to make it count, delete it,"
                        + " wait until that has been seen, and put it again, or put it under another id",
                place,
                names,
                left.size() > MOST_NAMES ? " and " + (left.size() - MOST_NAMES) + " more" : "");
    }
}
