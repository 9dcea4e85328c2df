package io.github.curfew.dynamodb;

import io.github.curfew.spi.TransportException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;

/** Makes the table where it is missing. Thread-safe: of several that make it at once, one does and the others wait. */
final class TableMaker {
    private static final Logger LOG = LoggerFactory.getLogger(TableMaker.class);
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Calls calls;

    TableMaker(Calls calls) {
        this.calls = calls;
    }

    /**
     * Makes it, and returns when it can be used.
     *
     * @throws TransportException if that is refused, or takes longer than half a minute
     */
    void make(String table) {
        Place place = new Place(table, "");
        boolean made = create(place);
        awaitActive(place);
        if (made) {
            expire(place);
        }
    }

    private boolean create(Place place) {
        try {
            CreateTableResponse unused = calls.call(
                    "CreateTable",
                    place,
                    dynamo -> dynamo.createTable(create -> create.tableName(place.table())
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .attributeDefinitions(attribute(Table.NAMESPACE), attribute(Table.ID))
                            .keySchema(key(Table.NAMESPACE, KeyType.HASH), key(Table.ID, KeyType.RANGE))));
            LOG.info("Made the table {}", place.table());
            return true;
        } catch (TransportException e) {
            if (e.getCause() instanceof ResourceInUseException) {
                return false;
            }
            throw e;
        }
    }

    private void awaitActive(Place place) {
        long end = System.nanoTime() + MOST.toNanos();
        while (status(place) != TableStatus.ACTIVE) {
            if (System.nanoTime() - end > 0) {
                throw Failures.of("CreateTable", place, new IllegalStateException("it is still being made"));
            }
            calls.pause("CreateTable", place, LOOK_AGAIN);
        }
    }

    private TableStatus status(Place place) {
        return calls.call(
                        "DescribeTable",
                        place,
                        dynamo -> dynamo.describeTable(describe -> describe.tableName(place.table())))
                .table()
                .tableStatus();
    }

    /** Without it nothing is ever removed, which costs money and harms nobody. */
    private void expire(Place place) {
        try {
            UpdateTimeToLiveResponse unused = calls.call(
                    "UpdateTimeToLive",
                    place,
                    dynamo -> dynamo.updateTimeToLive(update -> update.tableName(place.table())
                            .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(Table.EXPIRES))));
        } catch (TransportException e) {
            LOG.warn(
                    "The table {} is made, but its items will stay for ever: set its time to live to the attribute {}"
                            + " ({})",
                    place.table(),
                    Table.EXPIRES,
                    e.getMessage());
        }
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
