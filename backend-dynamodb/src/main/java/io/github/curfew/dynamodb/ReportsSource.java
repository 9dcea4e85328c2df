package io.github.curfew.dynamodb;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The reports that one reader has not had yet: of those before the last seconds it has had all. */
final class ReportsSource implements Source {
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final Table table;
    private final Place place;
    private final TreeSet<String> seen = new TreeSet<>();
    private String from;
    private @Nullable ReportsPosition position;

    ReportsSource(Table table, Place place, ReportsPosition from) {
        this.table = table;
        this.place = place;
        this.from = from.from();
        this.seen.addAll(from.seen());
    }

    @Override
    public Look look() {
        table.learnTime(place);
        String settled = Ids.from(table.clock().atLeast().minus(Ids.MARGIN));
        List<Delivery> found = new ArrayList<>();
        boolean lively = false;
        long bytes = 0;
        double units = 0;
        Map<String, AttributeValue> next = null;
        String had = from;
        do {
            Table.Page page = table.page(place, from, next, null);
            for (Map<String, AttributeValue> item : page.items()) {
                if (bytes >= MOST_BYTES) {
                    break;
                }
                String id = Items.id(item);
                had = id;
                if (seen.contains(id)) {
                    continue;
                }
                Payload message = Items.message(item);
                seen.add(id);
                position = null;
                bytes += message.size();
                lively |= !Ids.isOfRoster(id);
                found.add(new Delivery(id, table.clock().isKnown() ? Ids.time(id) : null, message, Map.of(), id));
            }
            units += page.units();
            next = page.next();
        } while (next != null && bytes < MOST_BYTES);
        boolean more = bytes >= MOST_BYTES;
        // Where there is more, the next look begins behind what this one had, and does not pay for it again.
        goOnFrom(more && had.compareTo(settled) < 0 ? had : settled);
        return new Look(Batch.of(found), units, lively, more);
    }

    private void goOnFrom(String id) {
        if (id.compareTo(from) > 0) {
            from = id;
            seen.headSet(id).clear();
            position = null;
        }
    }

    @Override
    public Position position() {
        ReportsPosition there = position;
        if (there == null) {
            Set<String> copy = Set.copyOf(new HashSet<>(seen));
            there = new ReportsPosition(from, copy);
            position = there;
        }
        return there;
    }
}
