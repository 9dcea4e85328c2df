package io.github.curfew.benchmarks.idle;

import io.github.curfew.benchmarks.idle.Marker.Place;
import io.github.curfew.benchmarks.server.Servers;
import io.github.curfew.servers.ElasticMqServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What people write for each backend, with its usual client as it is by default. */
final class Places {
    private static final int LONG_POLL_SECONDS = 20;
    /** As long as Kafka's broker waits by default. */
    private static final int FETCH_MILLIS = 500;

    private static final int HURRIED_MILLIS = 10;
    private static final Region REGION = Region.of(ElasticMqServer.REGION);

    private Places() {}

    /** Is there a file of that name? */
    static Place file(String address) {
        return (query, hurried) -> {
            Path marker = Path.of(address, "stop-" + query);
            return () -> Files.exists(marker);
        };
    }

    /** GET of a key, over a pool of connections. */
    static Place redis(String address) {
        HostAndPort server = HostAndPort.from(address);
        RedisClient client = RedisClient.builder()
                .hostAndPort(server.getHost(), server.getPort())
                .poolConfig(new ConnectionPoolConfig())
                .build();
        return (query, hurried) -> {
            String key = "stop:" + query;
            return () -> client.get(key) != null;
        };
    }

    /** GetItem of a key, eventually consistent, as it is by default: half the price of what Curfew reads. */
    static Place dynamo(String address) {
        DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create(address))
                .region(REGION)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        String table = "stop-" + ProcessHandle.current().pid();
        client.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("query")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("query")
                        .keyType(KeyType.HASH)
                        .build()));
        return (query, hurried) -> {
            Map<String, AttributeValue> key = Map.of("query", AttributeValue.fromS("orders-" + query));
            return () -> client.getItem(get -> get.tableName(table).key(key)).hasItem();
        };
    }

    /** A queue for each query, and long polls of it. */
    static Place sqs(String address) {
        SqsClient client = SqsClient.builder()
                .endpointOverride(URI.create(address))
                .region(REGION)
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(LONG_POLL_SECONDS + 10)))
                .build();
        long process = ProcessHandle.current().pid();
        return (query, hurried) -> {
            String url = client.createQueue(create -> create.queueName("stop-" + process + "-" + query))
                    .queueUrl();
            int wait = hurried ? 0 : LONG_POLL_SECONDS;
            return waiting(
                    () -> !client.receiveMessage(
                                    receive -> receive.queueUrl(url).waitTimeSeconds(wait))
                            .messages()
                            .isEmpty(),
                    () -> {});
        };
    }

    /** A consumer for each query, since a consumer belongs to one thread, and all read one topic. */
    static Place kafka(String address) {
        return (query, hurried) -> {
            Duration wait = hurried ? Duration.ofMillis(HURRIED_MILLIS) : ByHand.INTERVAL;
            KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            address,
                            "fetch.max.wait.ms",
                            hurried ? HURRIED_MILLIS : FETCH_MILLIS,
                            "metric.reporters",
                            KafkaCalls.REPORTERS),
                    new StringDeserializer(),
                    new StringDeserializer());
            TopicPartition partition = new TopicPartition(Servers.STOP, 0);
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            return waiting(() -> !consumer.poll(wait).isEmpty(), consumer::close);
        };
    }

    /** GET of a page that a service has for each query. */
    static Place http(String address) {
        HttpClient client = HttpClient.newHttpClient();
        return (query, hurried) -> {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/stop/" + query))
                    .build();
            return () -> client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        };
    }

    /** Of a look that waits by itself. */
    private static Marker waiting(Marker marker, Runnable end) {
        return new Marker() {
            @Override
            public boolean saysStop() throws Exception {
                return marker.saysStop();
            }

            @Override
            public boolean waits() {
                return true;
            }

            @Override
            public void close() {
                end.run();
            }
        };
    }
}
