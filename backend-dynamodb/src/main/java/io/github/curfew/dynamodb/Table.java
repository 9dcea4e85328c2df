package io.github.curfew.dynamodb;

import io.github.curfew.aws.ServiceClock;
import io.github.curfew.spi.TransportException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** The one table, read and written. Thread-safe. */
final class Table {
    /** The partition key: a namespace, for its signals; or that and {@code #reports}. */
    static final String NAMESPACE = "namespace";

    /** The sort key. */
    static final String ID = "id";

    /** A signal or report as it is on every backend. */
    static final String MESSAGE = "message";

    /** When it was published, by DynamoDB's clock; only what our publisher wrote has it. */
    static final String PUBLISHED = "published";

    /** After when DynamoDB may remove the item, in seconds since 1970. */
    static final String EXPIRES = "expires";

    /** Every id is at least this. */
    static final String FIRST_ID = "\u0000";

    private final Calls calls;
    private final @Nullable TableMaker maker;

    Table(Calls calls, @Nullable TableMaker maker) {
        this.calls = calls;
        this.maker = maker;
    }

    ServiceClock clock() {
        return calls.clock();
    }

    /**
     * Some items of a partition.
     *
     * @param items in the order of their ids
     * @param next where to go on, or null at the end
     * @param units what it cost, in read units
     */
    record Page(
            List<Map<String, AttributeValue>> items,
            @Nullable Map<String, AttributeValue> next,
            double units) {}

    /**
     * Reads a page, at most 1 MB, as it is at this moment.
     *
     * @param from the least id
     * @param next where an earlier page ended, or null
     * @param limit how many items at the most, or null
     */
    Page page(Place place, String from, @Nullable Map<String, AttributeValue> next, @Nullable Integer limit) {
        QueryResponse answer = inTable(
                place,
                () -> calls.call(
                        "Query",
                        place,
                        dynamo -> dynamo.query(query -> query.tableName(place.table())
                                .consistentRead(true)
                                // The condition on the sort key finds out a table that has none.
                                .keyConditionExpression("#namespace = :namespace AND #id >= :from")
                                .expressionAttributeNames(Map.of("#namespace", NAMESPACE, "#id", ID))
                                .expressionAttributeValues(
                                        Map.of(":namespace", text(place.partition()), ":from", text(from)))
                                .exclusiveStartKey(next)
                                .limit(limit)
                                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))));
        Double units = answer.consumedCapacity() == null
                ? null
                : answer.consumedCapacity().capacityUnits();
        return new Page(
                answer.items(),
                answer.hasLastEvaluatedKey() && !answer.lastEvaluatedKey().isEmpty() ? answer.lastEvaluatedKey() : null,
                units == null ? 0 : units);
    }

    /** Makes sure that it is known what time it is there. A refusal says so as well: who may only write, need not read. */
    void learnTime(Place readable) {
        if (clock().isKnown()) {
            return;
        }
        try {
            Page unused = page(readable, FIRST_ID, null, 1);
        } catch (TransportException e) {
            if (!Failures.isDenied(e) || !clock().isKnown()) {
                throw e;
            }
        }
    }

    /**
     * Writes an item over whatever lies there, unless a condition says otherwise.
     *
     * @param condition adds to the request
     * @param end until when to try, by {@link System#nanoTime}
     */
    void put(Place place, Map<String, AttributeValue> item, Consumer<PutItemRequest.Builder> condition, long end) {
        Function<DynamoDbClient, DynamoDbResponse> put = dynamo -> {
            PutItemRequest.Builder request =
                    PutItemRequest.builder().tableName(place.table()).item(item);
            condition.accept(request);
            return dynamo.putItem(request.build());
        };
        DynamoDbResponse unused = inTable(place, () -> calls.insist("PutItem", place, end, put));
    }

    private <T> T inTable(Place place, java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (TransportException e) {
            if (maker == null || !Failures.isGone(e)) {
                throw e;
            }
            maker.make(place.table());
            return work.get();
        }
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
