package io.github.curfew.dynamodb;

import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.TransportException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Writes messages as items. Thread-safe. */
final class Publisher {
    private static final int MOST_ATTEMPTS = 3;

    private final Table table;
    private final Place signals;
    private final Place reports;
    private final Place readable;
    private final Ids ids = new Ids();

    /**
     * Makes a publisher.
     *
     * @param readable what whoever publishes may read, to learn the time
     */
    Publisher(Table table, Place signals, Place reports, Place readable) {
        this.table = table;
        this.signals = signals;
        this.reports = reports;
        this.readable = readable;
    }

    /** Puts a signal where none of its id lies, so that an attempt that arrives late does not renew it. */
    Receipt signal(Outgoing message, long end) {
        check(message, signals);
        Instant now = now();
        String id = Ids.signal(message.name());
        Map<String, AttributeValue> item = item(signals, id, message, now);
        item.put(Table.PUBLISHED, Table.text(Ids.from(ids.next(now))));
        try {
            table.put(
                    signals,
                    item,
                    put -> put.conditionExpression("attribute_not_exists(#id)")
                            .expressionAttributeNames(Map.of("#id", Table.ID))
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD),
                    end);
        } catch (TransportException e) {
            Map<String, AttributeValue> there = there(e);
            if (there == null) {
                throw e;
            }
            if (Items.message(there).equals(message.body())) {
                return receipt(id, there);
            }
            table.put(signals, item, put -> {}, end);
        }
        return receipt(id, item);
    }

    private static @Nullable Map<String, AttributeValue> there(TransportException e) {
        return e.getCause() instanceof ConditionalCheckFailedException failed && failed.hasItem()
                ? failed.item()
                : null;
    }

    private Receipt receipt(String id, Map<String, AttributeValue> item) {
        return new Receipt(
                FlagsSource.identity(id, Items.hash(item), 0), table.clock().isKnown() ? Items.published(item) : null);
    }

    /** Puts a report among the latest ones; and once more, if it was no longer one of them when it arrived. */
    Receipt report(Outgoing message, long end) {
        check(message, reports);
        for (int attempt = 1; ; attempt++) {
            Instant time = ids.next(now());
            String id = Ids.report(time, message.group(), message.name());
            table.put(reports, item(reports, id, message, time), put -> {}, end);
            Instant arrived = table.clock().atLeast();
            if (arrived.isBefore(time.plus(Ids.LATEST)) || attempt == MOST_ATTEMPTS) {
                return new Receipt(id, table.clock().isKnown() ? time : null);
            }
        }
    }

    private Instant now() {
        table.learnTime(readable);
        return table.clock().atLeast();
    }

    private static Map<String, AttributeValue> item(Place place, String id, Outgoing message, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(Table.NAMESPACE, Table.text(place.partition()));
        item.put(Table.ID, Table.text(id));
        item.put(Table.MESSAGE, Items.attribute(message.body()));
        // A second at the least, since it is told in whole ones.
        item.put(Table.EXPIRES, Items.expires(now.plus(message.keep()).plusSeconds(1)));
        return item;
    }

    private static void check(Outgoing message, Place place) {
        if (message.body().size() > Capabilities.LARGEST_MESSAGE) {
            throw Failures.tooLarge(place, message.body().size(), Capabilities.LARGEST_MESSAGE);
        }
    }
}
