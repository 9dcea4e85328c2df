package io.github.curfew.dynamodb;

import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.ContractBackend;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A real DynamoDB Local, wherever it runs, as the contract asks for it. */
record OnDynamo(String endpoint, @Nullable Outage outage) implements ContractBackend {
    @Override
    public BackendProvider provider() {
        return new DynamoProvider();
    }

    @Override
    public Map<String, String> settings() {
        return Dynamo.with(endpoint, "dynamodb.poll-interval", "200ms");
    }

    @Override
    public void publishByHand(String namespace, byte[] body) {
        try (DynamoDbClient client = Dynamo.client(endpoint)) {
            Map<String, AttributeValue> item =
                    Dynamo.item(namespace, UUID.randomUUID().toString());
            item.put("message", AttributeValue.fromB(SdkBytes.fromByteArray(body)));
            Dynamo.put(client, item);
        }
    }

    @Override
    public Map<String, ByHand> otherWaysByHand() {
        return Map.of("a flag", namespace -> {
            try (DynamoDbClient client = Dynamo.client(endpoint)) {
                Dynamo.put(client, Dynamo.item(namespace, "deploy-42", "stop", "orders"));
            }
        });
    }

    @Override
    public List<Payload> stored(String namespace, Topic topic) {
        String partition = topic == Topic.SIGNALS ? namespace : namespace + "#reports";
        try (DynamoDbClient client = Dynamo.client(endpoint)) {
            return client
                    .queryPaginator(query -> query.tableName(Dynamo.TABLE)
                            .consistentRead(true)
                            .keyConditionExpression("#n = :n")
                            .expressionAttributeNames(Map.of("#n", "namespace"))
                            .expressionAttributeValues(Map.of(":n", AttributeValue.fromS(partition))))
                    .items()
                    .stream()
                    .map(Items::message)
                    .toList();
        }
    }

    /** Signals that are put while one look is made come in the order of their ids. */
    @Override
    public boolean keepsOrder() {
        return false;
    }
}
