package io.github.curfew.sqs;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.util.List;

/** The backend {@code sqs}: Amazon SQS, and what speaks as it does. */
public final class SqsProvider implements BackendProvider {
    static final String QUEUE_URL = "sqs.queue-url";
    static final String QUEUE_PREFIX = "sqs.queue-prefix";
    static final String REPORTS_QUEUE_URL = "sqs.reports-queue-url";
    static final String REGION = "sqs.region";
    static final String ENDPOINT = "sqs.endpoint";
    static final String TIMEOUT = "sqs.timeout";

    /** For {@link java.util.ServiceLoader}. */
    public SqsProvider() {}

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.of(
                        QUEUE_URL,
                        Setting.Type.TEXT,
                        null,
                        "The one queue for signals, which somebody has made: one driver reads it. Not set: each driver"
                                + " makes one of its own, and senders write to all of them."),
                Setting.of(
                        QUEUE_PREFIX,
                        Setting.Type.TEXT,
                        "curfew",
                        "How the names of the queues begin that are made; the namespace follows."),
                Setting.of(
                        REPORTS_QUEUE_URL,
                        Setting.Type.TEXT,
                        null,
                        "A queue that takes every report on a signal, whoever sent it. Not set: the sender that waits"
                                + " is answered, and reports on a signal that was typed go to the log."),
                Setting.of(
                        REGION,
                        Setting.Type.TEXT,
                        null,
                        "The AWS region; without it, the one in a queue's URL, else what the AWS SDK finds."),
                Setting.of(
                        ENDPOINT, Setting.Type.TEXT, null, "Where SQS is, if not at AWS's own address of the region."),
                Setting.of(TIMEOUT, Setting.Type.DURATION, "3s", "How long a connection and an answer may take."));
    }

    @Override
    public Transport open(BackendConfig config) {
        return new SqsTransport(SqsSettings.of(config));
    }
}
