package io.github.curfew.engine;

import io.github.curfew.model.Action;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Mode;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A held run's claim to a query. It is numbered higher than every claim that was there when it was made; two that were
 * made at the same moment may have one number, and then their runs' ids decide. So any two are in order, for everyone in
 * the same one, and no broker has to give it.
 *
 * @param runId of the run that is held
 * @param number from 1
 */
record Claim(String runId, long number) implements Comparable<Claim> {
    private static final Pattern SOURCE = Pattern.compile("/curfew/takeovers/([^/]{1,200})/(\\d{1,18})");

    /** What stands in the signal by which it asks its predecessors to stop. */
    String source() {
        return "/curfew/takeovers/" + runId + "/" + number;
    }

    /** The signal by which it asks everyone who has the query to stop; a broker has it for a while. */
    Signal signal(String queryId, DriverInfo driver, Duration expiry, Instant now) {
        String reason = "takeover by " + driver.appName() + " (" + driver.appId() + ")";
        Selector others = Selector.parse("query.id=" + Selector.named(queryId) + ",run.id!=" + Selector.named(runId));
        Terms terms = new Terms(Mode.GRACEFUL, null, null, expiry, reason, null);
        return new Signal(new SignalId(source(), Letters.newId()), Action.STOP, others, terms, now);
    }

    /** The claim that a signal makes, or null if it makes none. */
    static @Nullable Claim of(SignalId id) {
        Matcher match = SOURCE.matcher(id.source());
        return match.matches() ? new Claim(match.group(1), Long.parseLong(match.group(2))) : null;
    }

    @Override
    public int compareTo(Claim other) {
        int order = Long.compare(number, other.number);
        return order == 0 ? runId.compareTo(other.runId) : order;
    }
}
