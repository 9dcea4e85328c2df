package io.github.curfew.engine;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.RefusedException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the signals that are not obeyed, by reason, and logs the first of each in a while: a flood must not fill a disk. */
final class Rejections {
    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Counters counters;
    private final Scheduler scheduler;
    private final Map<Reason, Duration> logged = new EnumMap<>(Reason.class);

    /** Why a signal is not obeyed. */
    enum Reason {
        /** It cannot be read. */
        MALFORMED,
        /** It is there and cannot be had. */
        UNREADABLE,
        /** It came too late. */
        EXPIRED,
        /** It came before. */
        DUPLICATE,
        /** It was published before the run started. */
        STALE,
        /** Whether it was published before the run started cannot be told. */
        UNORDERED,
        /** It carries no signature, and only what is signed counts. */
        UNSIGNED,
        /** Its signature does not hold. */
        FORGED,
        /** It was signed for another namespace. */
        ELSEWHERE,
        /** It was signed before the run started: somebody sends it again. */
        REPLAYED,
        /** The run is none that its key reaches. */
        FORBIDDEN,
        /** It was taken from a queue of one driver, and nobody there is meant. */
        MISDIRECTED,
        /** A bug of ours. */
        ERROR;

        static Reason of(RefusedException.Reason refusal) {
            return switch (refusal) {
                case UNSIGNED -> UNSIGNED;
                case FORGED -> FORGED;
                case ELSEWHERE -> ELSEWHERE;
                case EXPIRED -> EXPIRED;
            };
        }

        String counter() {
            return "signals.rejected." + word();
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Rejections(Counters counters, Scheduler scheduler) {
        this.counters = counters;
        this.scheduler = scheduler;
    }

    void reject(Reason reason, String backend, String id, String sentence) {
        counters.count(reason.counter());
        String from = id.isEmpty() ? backend : backend + " " + Quoted.plain(id);
        String said = Quoted.sentence(sentence);
        if (reason == Reason.DUPLICATE || !isDue(reason)) {
            LOG.debug("A signal was not obeyed ({}, {}): {}", reason.word(), from, said);
        } else {
            LOG.warn(
                    "A signal was not obeyed ({}, {}): {} (more of this kind within a minute are only counted)",
                    reason.word(),
                    from,
                    said);
        }
    }

    private synchronized boolean isDue(Reason reason) {
        Duration uptime = scheduler.uptime();
        Duration last = logged.get(reason);
        if (last != null && uptime.minus(last).compareTo(QUIET) < 0) {
            return false;
        }
        logged.put(reason, uptime);
        return true;
    }
}
