package io.github.curfew.dynamodb;

import io.github.curfew.dynamodb.Flags.Found;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The signals that one reader has not had yet. */
final class FlagsSource implements Source {
    /** Those that were published within one interval, in the order in which they were. */
    private static final Comparator<Found> IN_ORDER =
            Comparator.comparing(FlagsSource::put).thenComparing(Found::id);

    private static final int LONGEST_ID = 200;

    private final Flags flags;
    private Map<String, Stamp> known;
    /** All that was seen up to this one has been had. */
    private long had;

    FlagsSource(Flags flags, FlagsPosition from) {
        this.flags = flags;
        this.known = from.items();
        this.had = from.look();
    }

    @Override
    public Look look() throws InterruptedException {
        Flags.Look look = flags.look(known);
        known = without(look.there().items(), look.left());
        had = look.left().isEmpty() ? look.there().look() : had;
        List<Delivery> deliveries = look.found().stream()
                .sorted(IN_ORDER)
                .map(FlagsSource::delivery)
                .toList();
        return new Look(
                new Batch(deliveries, look.lost()),
                look.units(),
                !deliveries.isEmpty(),
                !look.left().isEmpty());
    }

    private Map<String, Stamp> without(Map<String, Stamp> there, List<String> left) {
        if (left.isEmpty()) {
            return there;
        }
        Map<String, Stamp> had = new HashMap<>(there);
        for (String id : left) {
            Stamp before = known.get(id);
            if (before == null) {
                had.remove(id);
            } else {
                had.put(id, before);
            }
        }
        return Map.copyOf(had);
    }

    private static Instant put(Found found) {
        Instant put = found.stamp().put();
        return put == null ? Instant.EPOCH : put;
    }

    private static Delivery delivery(Found found) {
        return new Delivery(
                identity(found.id(), found.stamp().hash(), found.stamp().generation()),
                found.stamp().put(),
                found.message(),
                Map.of(),
                new FlagsPosition.Tag(found.id(), found.stamp()));
    }

    /** Key and content, renewed by a seen absence. */
    static String identity(String id, String hash, int generation) {
        String shown = id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) + "…" : id;
        return shown + "@" + hash + (generation == 0 ? "" : "~" + generation);
    }

    @Override
    public Position position() {
        return new FlagsPosition(known, had);
    }
}
