package io.github.curfew.dynamodb;

import io.github.curfew.ConfigurationException;
import io.github.curfew.aws.AwsAccess;
import io.github.curfew.model.Quoted;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
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
 * @param namespace whose signals and reports
 * @param role who opens the transport
 * @param table its name or ARN
 * @param createTable whether to make it where it is missing
 * @param pollInterval how often to look while nothing happens
 * @param access where AWS is
 */
record DynamoSettings(
        String namespace, Role role, String table, boolean createTable, Duration pollInterval, AwsAccess access) {
    private static final Pattern TABLE =
            Pattern.compile("[A-Za-z0-9_.-]{3,255}|arn:[^:]+:dynamodb:[^:]+:\\d{12}:table/[A-Za-z0-9_.-]{3,255}");
    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    static DynamoSettings of(BackendConfig config) {
        List<String> problems = new ArrayList<>();
        String table = config.required(DynamoProvider.TABLE).strip();
        if (!TABLE.matcher(table).matches()) {
            problems.add("curfew." + DynamoProvider.TABLE + " is " + Quoted.text(table)
                    + ": write a table's name, 3 to 255 letters, digits, '-', '_' and '.', or its ARN");
        }
        String endpoint = endpoint(config, problems);
        Duration interval = within(config, DynamoProvider.POLL_INTERVAL, SHORTEST_POLL, "1s, from 10ms", problems);
        Duration timeout = within(config, DynamoProvider.TIMEOUT, Duration.ofMillis(1), "3s", problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new DynamoSettings(
                config.namespace(),
                config.role(),
                table,
                Boolean.parseBoolean(
                        config.required(DynamoProvider.CREATE_TABLE).strip()),
                interval,
                AwsAccess.of("dynamodb", config.text(DynamoProvider.REGION), endpoint, timeout, table));
    }

    private static Duration within(
            BackendConfig config, String key, Duration least, String such, List<String> problems) {
        Duration length = config.duration(key);
        if (length.compareTo(least) < 0 || length.compareTo(LONGEST) > 0) {
            problems.add("curfew." + key + " is out of range: write a length such as " + such + " up to 1m");
        }
        return length;
    }

    private static @Nullable String endpoint(BackendConfig config, List<String> problems) {
        String text = config.text(DynamoProvider.ENDPOINT);
        if (text == null) {
            return null;
        }
        String url = text.strip();
        try {
            URI uri = new URI(url);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below, in our words.
        }
        problems.add("curfew." + DynamoProvider.ENDPOINT + " is " + Quoted.text(url)
                + ": write where it is, as in https://dynamodb.eu-west-1.amazonaws.com");
        return null;
    }

    /** The leading key under which signals lie: what a person types is the namespace, and nothing more. */
    Place signals() {
        return new Place(table, namespace);
    }

    /** The leading key of reports; no namespace has a number sign in it. */
    Place reports() {
        return new Place(table, namespace + "#reports");
    }
}
