package io.github.curfew.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A signal as its sender meant it, and the truth about its publication.
 *
 * @param action the word
 * @param selector as it is written
 * @param meant whom the sender means
 * @param now cut at once
 * @param deadline in microseconds, or null
 * @param keepRunning after the deadline, or null where it does not say
 * @param expiry in microseconds, or null
 * @param claimed when it was sent, by the sender's clock, in microseconds; null where it does not say
 * @param copies where it was stored
 */
record SimSignal(
        String action,
        String selector,
        Predicate<Map<String, String>> meant,
        boolean now,
        @Nullable Long deadline,
        @Nullable Boolean keepRunning,
        @Nullable Long expiry,
        @Nullable Long claimed,
        List<Copy> copies) {
    /** One message of it. */
    record Copy(SimBroker broker, SimBroker.Stored stored) {
        long at() {
            return stored.at();
        }
    }

    SimSignal copy() {
        return new SimSignal(action, selector, meant, now, deadline, keepRunning, expiry, claimed, new ArrayList<>());
    }

    boolean isStop() {
        return action.equals("stop");
    }

    long firstAt() {
        return copies.stream().mapToLong(Copy::at).min().orElse(Long.MAX_VALUE);
    }

    long lastAt() {
        return copies.stream().mapToLong(Copy::at).max().orElse(Long.MAX_VALUE);
    }

    /** As a CloudEvent, written without the codec that reads it. */
    String event(String id) {
        StringBuilder text = new StringBuilder("{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/sim\","
                + "\"type\":\"io.github.curfew." + action + ".requested.v1\",");
        if (claimed != null) {
            text.append("\"time\":\"").append(instant(claimed)).append("\",");
            if (expiry != null) {
                text.append("\"expirytime\":\"")
                        .append(instant(claimed + expiry))
                        .append("\",");
            }
        }
        text.append("\"data\":{\"selector\":\"").append(selector).append('"');
        if (now) {
            text.append(",\"mode\":\"now\"");
        }
        if (deadline != null) {
            text.append(",\"deadline\":\"").append(deadline / VirtualTime.MILLI).append("ms\"");
        }
        if (keepRunning != null) {
            text.append(",\"on-timeout\":\"")
                    .append(keepRunning ? "keep-running" : "force")
                    .append('"');
        }
        return text.append("}}").toString();
    }

    /** As one types it. */
    String words() {
        StringBuilder text = new StringBuilder(action + " " + selector);
        if (now) {
            text.append(" --now");
        }
        if (deadline != null) {
            text.append(" --deadline ").append(deadline / VirtualTime.MILLI).append("ms");
        }
        if (keepRunning != null) {
            text.append(" --on-timeout ").append(keepRunning ? "keep-running" : "force");
        }
        if (expiry != null) {
            text.append(" --expiry ").append(expiry / VirtualTime.MILLI).append("ms");
        }
        return text.toString();
    }

    private static java.time.Instant instant(long micros) {
        return SimScheduler.EPOCH.plusNanos(micros * 1_000);
    }
}
