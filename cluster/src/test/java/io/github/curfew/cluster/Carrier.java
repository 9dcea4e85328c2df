package io.github.curfew.cluster;

import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.servers.ElasticMqServer;
import io.github.curfew.servers.KafkaServer;
import io.github.curfew.servers.RedisServer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What carries signals and reports, with a real server where it takes one. */
enum Carrier {
    FILE {
        @Override
        Place open(Path folder) {
            return new Place(Map.of("file.dir", folder.toString()), () -> {});
        }
    },
    KAFKA {
        @Override
        Place open(Path folder) {
            KafkaServer server = KafkaServer.start();
            return new Place(
                    Map.of("kafka.bootstrap.servers", server.bootstrapServers(), "kafka.create-topics", "true"),
                    server::close);
        }
    },
    REDIS {
        @Override
        Place open(Path folder) {
            RedisServer server = RedisServer.start();
            return new Place(Map.of("redis.url", server.url()), server::close);
        }
    },
    SQS {
        @Override
        Place open(Path folder) {
            ElasticMqServer server = ElasticMqServer.start();
            return new Place(
                    Map.of("sqs.endpoint", server.endpoint(), "sqs.region", ElasticMqServer.REGION), server::close);
        }
    },
    DYNAMODB {
        @Override
        Place open(Path folder) {
            DynamoDbServer server = DynamoDbServer.start();
            return new Place(
                    Map.of(
                            "dynamodb.endpoint",
                            server.endpoint(),
                            "dynamodb.region",
                            "eu-west-1",
                            "dynamodb.create-table",
                            "true"),
                    server::close);
        }
    };

    /** A client of AWS wants some credentials, though nobody looks at them here; it shall not look for real ones. */
    static final Map<String, String> NO_ACCOUNT =
            Map.of("AWS_ACCESS_KEY_ID", "none", "AWS_SECRET_ACCESS_KEY", "none", "AWS_EC2_METADATA_DISABLED", "true");

    /**
     * Where drivers and senders meet.
     *
     * @param settings of both
     * @param end of the server
     */
    record Place(Map<String, String> settings, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /**
     * Starts the server.
     *
     * @param folder for what is kept in files
     */
    abstract Place open(Path folder);

    /** The jar for {@code --jars}. */
    Path jar() {
        return this == FILE ? Built.core() : Built.bundle(word());
    }

    /** For {@code --packages}. */
    String coordinates() {
        return Built.coordinates(this == FILE ? "curfew-core" : "curfew-backend-" + word());
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
