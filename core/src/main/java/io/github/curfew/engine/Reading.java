package io.github.curfew.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How much a held run has read of each broker since it last spoke of itself: all that lay there, once its own words have
 * come back and nothing comes after them. Not thread-safe.
 */
final class Reading {
    /** Where a broker is never quiet, all that lay there has come after so many of its quiet times. */
    private static final int STEADY = 10;

    /** By link: uptime at which what this run last said of itself came back. */
    private final Map<String, Duration> echoes = new HashMap<>();
    /** The links of which all is read. */
    private final Set<String> read = new HashSet<>();
    /** By link: uptime from which on all that lay there has come, though some of it is lost. */
    private final Map<String, Duration> unsure = new HashMap<>();

    /** It is about to speak of itself again, and has to read what came meanwhile. */
    void beginAnew() {
        echoes.clear();
        read.clear();
    }

    /** Its own words have come back. */
    void echoed(String link, Duration uptime) {
        echoes.putIfAbsent(link, uptime);
    }

    /** The broker has lost what nobody here had read: whoever is there has spoken again by then. */
    void lost(String link, Duration until) {
        unsure.put(link, until);
        read.remove(link);
    }

    /**
     * A poll has ended.
     *
     * @param link of which broker
     * @param begun uptime at which it began
     * @param quiet whether nothing has come for the broker's quiet time
     * @param quietTime how long that is
     * @param hearingTime within which it looks again, where it has to look
     */
    void polled(String link, Duration begun, boolean quiet, Duration quietTime, Duration hearingTime) {
        Duration echo = echoes.get(link);
        // A look that found the echo may have passed by what came just before it: there has to be another one.
        boolean isUnsure = begun.compareTo(unsure.getOrDefault(link, begun)) < 0;
        if (echo != null && !isUnsure && begun.minus(echo).compareTo(hearingTime) >= 0) {
            Duration steady = begun.minus(echo).minus(hearingTime);
            if (quiet || steady.compareTo(quietTime.multipliedBy(STEADY)) >= 0) {
                read.add(link);
            }
        }
    }

    /** Whether its words have come back nowhere yet. */
    boolean isUnheard() {
        return echoes.isEmpty();
    }

    /** Whether it waits because a broker has lost something. */
    boolean isUnsure() {
        return !read.containsAll(unsure.keySet());
    }

    boolean hasRead(String link) {
        return read.contains(link);
    }

    boolean hasReadAll(Collection<String> links) {
        return read.containsAll(links);
    }
}
