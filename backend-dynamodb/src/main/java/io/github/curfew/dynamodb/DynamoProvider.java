package io.github.curfew.dynamodb;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.util.List;

/** The backend {@code dynamodb}: one table of Amazon DynamoDB, and what speaks as it does. */
public final class DynamoProvider implements BackendProvider {
    static final String TABLE = "dynamodb.table";
    static final String REGION = "dynamodb.region";
    static final String ENDPOINT = "dynamodb.endpoint";
    static final String POLL_INTERVAL = "dynamodb.poll-interval";
    static final String TIMEOUT = "dynamodb.timeout";
    static final String CREATE_TABLE = "dynamodb.create-table";

    /** For {@link java.util.ServiceLoader}. */
    public DynamoProvider() {}

    @Override
    public String name() {
        return "dynamodb";
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.of(
                        TABLE,
                        Setting.Type.TEXT,
                        "curfew",
                        "The table, by its name or its ARN: its partition key is namespace, its sort key is id, both"
                                + " strings. Several namespaces can share it."),
                Setting.of(
                        REGION,
                        Setting.Type.TEXT,
                        null,
                        "The AWS region; without it, the one in the table's ARN, else what the AWS SDK finds."),
                Setting.of(
                        ENDPOINT,
                        Setting.Type.TEXT,
                        null,
                        "Where DynamoDB is, if not at AWS's own address of the region."),
                Setting.of(
                        POLL_INTERVAL,
                        Setting.Type.DURATION,
                        "1s",
                        "How often a driver looks while nothing happens; it looks more often for a while after"
                                + " something has."),
                Setting.of(TIMEOUT, Setting.Type.DURATION, "3s", "How long a connection and an answer may take."),
                Setting.of(
                        CREATE_TABLE,
                        Setting.Type.BOOLEAN,
                        "false",
                        "Whether to make the table where it is missing, billed on demand, with its time to live."));
    }

    @Override
    public Transport open(BackendConfig config) {
        return new DynamoTransport(DynamoSettings.of(config));
    }
}
