package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.dynamodb.DynamoProvider;
import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.BackendProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** DynamoDB Local; a client that puts an item, and one that asks again and again, consistently, for what is new. */
final class DynamoSubject implements PolledSubject {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** As a driver does for ten seconds after something has happened. */
    private static final Duration BUSY_INTERVAL = Duration.ofMillis(150);

    private static final Duration SILENCE = Duration.ofSeconds(12);
    private static final String REGION = "eu-west-1";

    private final DynamoDbServer server = DynamoDbServer.start();
    private int places;

    DynamoSubject() {
        // For a server that does not look at them.
        System.setProperty("aws.accessKeyId", "none");
        System.setProperty("aws.secretAccessKey", "none");
    }

    @Override
    public BackendProvider provider() {
        return new DynamoProvider();
    }

    @Override
    public Map<String, String> versions() {
        return Versions.dynamo();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "dynamodb.endpoint", server.endpoint(), "dynamodb.region", REGION, "dynamodb.create-table", "true");
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Duration busyInterval() {
        return BUSY_INTERVAL;
    }

    @Override
    public Duration silence() {
        return SILENCE;
    }

    @Override
    public String rawTitle() {
        return "PutItem; a consistent Query";
    }

    @Override
    public Place openPlace() {
        DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.of(REGION))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        String table = "raw-" + ++places;
        client.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(Items.attribute("p"), Items.attribute("s"))
                .keySchema(Items.key("p", KeyType.HASH), Items.key("s", KeyType.RANGE)));
        return new Items(client, table);
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Items implements Place {
        private final DynamoDbClient client;
        private final String table;
        private long put;
        private long seen;

        Items(DynamoDbClient client, String table) {
            this.client = client;
            this.table = table;
        }

        static AttributeDefinition attribute(String name) {
            return AttributeDefinition.builder()
                    .attributeName(name)
                    .attributeType(ScalarAttributeType.S)
                    .build();
        }

        static KeySchemaElement key(String name, KeyType type) {
            return KeySchemaElement.builder().attributeName(name).keyType(type).build();
        }

        private static AttributeValue id(long number) {
            return AttributeValue.fromS(String.format("%010d", number));
        }

        @Override
        public void put(byte[] message) {
            put++;
            client.putItem(item -> item.tableName(table)
                    .item(Map.of(
                            "p",
                            AttributeValue.fromS("signals"),
                            "s",
                            id(put),
                            "message",
                            AttributeValue.fromB(SdkBytes.fromByteArray(message)))));
        }

        @Override
        public int look() {
            int found = client.query(query -> query.tableName(table)
                            .consistentRead(true)
                            .keyConditionExpression("p = :p AND s > :last")
                            .expressionAttributeValues(
                                    Map.of(":p", AttributeValue.fromS("signals"), ":last", id(seen))))
                    .count();
            seen += found;
            return found;
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
