package io.github.curfew.benchmarks.latency;

import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.dynamodb.DynamoProvider;
import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.BackendProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

/** DynamoDB Local; a client that puts an item, and one that asks once a second, consistently, for what is new. */
final class DynamoSubject implements Subject {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String REGION = "eu-west-1";

    private final DynamoDbServer server = DynamoDbServer.start();

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
        return Map.of(
                "DynamoDB Local", Versions.ofServer("dynamodb", "DynamoDBLocal"), "AWS SDK", Versions.here("dynamodb"));
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
    public String rawTitle() {
        return "PutItem; a consistent Query each second";
    }

    @Override
    public RawClient openRaw() {
        DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.of(REGION))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        client.createTable(create -> create.tableName(Raw.TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(Raw.attribute("p"), Raw.attribute("s"))
                .keySchema(Raw.key("p", KeyType.HASH), Raw.key("s", KeyType.RANGE)));
        return new Raw(client);
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Raw implements RawClient {
        static final String TABLE = "raw";

        private final DynamoDbClient client;
        private final CountDownLatch closed = new CountDownLatch(1);
        private long sent;
        private long received;
        private long nextLook = System.nanoTime();

        Raw(DynamoDbClient client) {
            this.client = client;
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
        public void send(byte[] message) {
            sent++;
            client.putItem(put -> put.tableName(TABLE)
                    .item(Map.of(
                            "p",
                            AttributeValue.fromS("signals"),
                            "s",
                            id(sent),
                            "message",
                            AttributeValue.fromB(SdkBytes.fromByteArray(message)))));
        }

        @Override
        public int receive() throws Exception {
            if (closed.await(Math.max(0, nextLook - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return 0;
            }
            nextLook = System.nanoTime() + INTERVAL.toNanos();
            int found = client.query(query -> query.tableName(TABLE)
                            .consistentRead(true)
                            .keyConditionExpression("p = :p AND s > :last")
                            .expressionAttributeValues(
                                    Map.of(":p", AttributeValue.fromS("signals"), ":last", id(received))))
                    .count();
            received += found;
            return found;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
