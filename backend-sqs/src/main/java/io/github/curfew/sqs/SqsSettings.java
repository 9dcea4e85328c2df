package io.github.curfew.sqs;

import io.github.curfew.ConfigurationException;
import io.github.curfew.aws.AwsAccess;
import io.github.curfew.model.Quoted;
import io.github.curfew.spi.BackendConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was set for this backend.
 *
 * @param driverId whose transport it is
 * @param queueUrl the one queue for signals; null where each driver has its own
 * @param reportsQueueUrl the queue that takes every report; null where there is none
 * @param names of the queues that are made
 * @param access where AWS is
 */
record SqsSettings(
        String driverId,
        @Nullable String queueUrl,
        @Nullable String reportsQueueUrl,
        SqsNames names,
        AwsAccess access) {
    private static final Pattern QUEUE_PATH = Pattern.compile("/.+/[A-Za-z0-9_-]{1,80}(\\.fifo)?");
    private static final Duration LONGEST = Duration.ofMinutes(1);

    static SqsSettings of(BackendConfig config) {
        List<String> problems = new ArrayList<>();
        String queueUrl = url(config, SqsProvider.QUEUE_URL, true, problems);
        String reportsQueueUrl = url(config, SqsProvider.REPORTS_QUEUE_URL, true, problems);
        if (reportsQueueUrl != null && reportsQueueUrl.endsWith(".fifo")) {
            problems.add("curfew." + SqsProvider.REPORTS_QUEUE_URL + " is a FIFO queue, which shows nobody what lies"
                    + " behind its first messages while they stay in it: make a standard one");
        }
        String endpoint = url(config, SqsProvider.ENDPOINT, false, problems);
        String prefix = config.required(SqsProvider.QUEUE_PREFIX);
        String wrong = SqsNames.problemWith(prefix, config.namespace());
        if (wrong != null) {
            problems.add("curfew." + SqsProvider.QUEUE_PREFIX + ": " + wrong);
        }
        Duration timeout = config.duration(SqsProvider.TIMEOUT);
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
            problems.add("curfew." + SqsProvider.TIMEOUT + " is out of range: write a length such as 3s, up to 1m");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        AwsAccess access =
                AwsAccess.of("sqs", config.text(SqsProvider.REGION), endpoint, timeout, queueUrl, reportsQueueUrl);
        return new SqsSettings(
                config.driverId(), queueUrl, reportsQueueUrl, new SqsNames(prefix, config.namespace()), access);
    }

    private static @Nullable String url(BackendConfig config, String key, boolean queue, List<String> problems) {
        String text = config.text(key);
        if (text == null) {
            return null;
        }
        String url = text.strip();
        try {
            URI uri = new URI(url);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean path =
                    !queue || QUEUE_PATH.matcher(String.valueOf(uri.getPath())).matches();
            if (http && uri.getHost() != null && uri.getUserInfo() == null && path) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below, in our words.
        }
        problems.add("curfew." + key + " is " + Quoted.text(url) + ": write "
                + (queue
                        ? "a queue's URL, as in https://sqs.eu-west-1.amazonaws.com/123456789012/orders"
                        : "where it is, as in https://sqs.eu-west-1.amazonaws.com"));
        return null;
    }
}
