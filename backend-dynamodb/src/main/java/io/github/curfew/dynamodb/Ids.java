package io.github.curfew.dynamodb;

import io.github.curfew.spi.Outgoing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The ids of items. A report's begins with the time at which it was published, by DynamoDB's clock, so that whoever waits
 * for reports need read only the latest ones, of however many there are. Thread-safe.
 */
final class Ids {
    /** Always of one width: {@code 10:00:00.5} would sort behind {@code 10:00:00.45}. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** How long after the time in its id a report may appear; what takes longer is published again. */
    static final Duration LATEST = Duration.ofSeconds(10);

    /** How far back to look for what appeared late: with room for two clocks that are both a little wrong. */
    static final Duration MARGIN = Duration.ofSeconds(20);

    private static final String ROSTER = "/" + Outgoing.ROSTER + "/";
    private static final int MOST_BYTES = 1_000;

    private @Nullable Instant last;

    /** A time that was not given before, so that no two reports of one driver share an id. */
    synchronized Instant next(Instant now) {
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        if (last != null && !time.isAfter(last) && time.plus(LATEST).isAfter(last)) {
            time = last.plusMillis(1);
        }
        last = time;
        return time;
    }

    static String report(Instant time, String group, String name) {
        return short_(TIME.format(time) + "/" + group + "/" + name);
    }

    /** Less than every report of this time and later, and more than all earlier ones. */
    static String from(Instant time) {
        return TIME.format(time);
    }

    /** The time with which a text begins; null if it does not. */
    static @Nullable Instant time(String text) {
        try {
            int end = text.indexOf('/');
            return Instant.from(TIME.parse(end < 0 ? text : text.substring(0, end)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    static boolean isOfRoster(String id) {
        return id.indexOf(ROSTER) == id.indexOf('/');
    }

    static String signal(String name) {
        // No key can be empty.
        return name.isEmpty() ? "%" : short_(name.replace("%", "%25"));
    }

    /** DynamoDB takes keys of 1,024 bytes. */
    private static String short_(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_BYTES) {
            return id;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return id.substring(0, MOST_BYTES / 5) + "%" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
