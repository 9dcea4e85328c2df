package io.github.curfew.chaos;

import io.github.curfew.servers.DynamoDbServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbChaosTest extends ChaosContract {
    DynamoDbChaosTest() {
        super(75, Network.FULL_DISK);
    }

    @Override
    Victim victim() throws IOException {
        return SmallDisk.with(32, Dynamo::new);
    }

    /** One table. */
    private static final class Dynamo implements Victim {
        private static final String TABLE = "curfew";

        private final @Nullable SmallDisk disk;
        private final DynamoDbServer server;
        private final TcpProxy proxy = new TcpProxy();
        private final DynamoDbClient client;

        Dynamo(@Nullable SmallDisk disk) {
            this.disk = disk;
            server = disk == null ? DynamoDbServer.start() : DynamoDbServer.start(disk.path());
            proxy.to(URI.create(server.endpoint()).getPort());
            client = DynamoDbClient.builder()
                    .endpointOverride(URI.create(server.endpoint()))
                    .region(Region.EU_WEST_1)
                    .httpClient(UrlConnectionHttpClient.create())
                    .build();
            make();
        }

        private void make() {
            client.createTable(create -> create.tableName(TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attribute("namespace"), attribute("id"))
                    .keySchema(key("namespace", KeyType.HASH), key("id", KeyType.RANGE)));
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

        private static Map<String, String> at(int port) {
            return Map.of(
                    "dynamodb.endpoint",
                    "http://127.0.0.1:" + port,
                    "dynamodb.region",
                    "eu-west-1",
                    "dynamodb.timeout",
                    "2s",
                    "dynamodb.poll-interval",
                    "200ms");
        }

        @Override
        public Map<String, String> drivers() {
            return at(proxy.port());
        }

        @Override
        public Map<String, String> senders() {
            return at(URI.create(server.endpoint()).getPort());
        }

        @Override
        public List<Fault> faults() {
            List<Fault> faults = new ArrayList<>(Network.faults(proxy, server.process(), disk));
            // Between two looks at it, that leaves no trace.
            faults.add(Fault.losingInBetween("table deleted", this::delete, this::make));
            faults.add(Network.behindACut(proxy, Fault.losingSilently("table deleted", this::delete, this::make)));
            return faults;
        }

        private void delete() {
            client.deleteTable(delete -> delete.tableName(TABLE));
        }

        @Override
        public void close() throws IOException {
            client.close();
            proxy.close();
            server.close();
            if (disk != null) {
                disk.close();
            }
        }
    }
}
