package io.github.curfew.http;

import io.github.curfew.model.Action;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The signal that {@code POST /stop/<selector>?…} means. */
final class StopRequest {
    private static final int LONGEST_REASON = 2_048;

    private StopRequest() {}

    static Signal signal(String selector, Map<String, String> query, SignalId id) {
        String onTimeout = query.get("on-timeout");
        String reason = query.getOrDefault("reason", "");
        if (reason.length() > LONGEST_REASON) {
            throw new Refusal(400, "the reason is longer than " + LONGEST_REASON + " characters");
        }
        Terms terms = new Terms(
                mode(query.get("now")),
                duration(query.get("deadline")),
                onTimeout == null ? null : OnTimeout.of(onTimeout),
                duration(query.get("expiry")),
                reason,
                null);
        return new Signal(id, Action.STOP, Selector.parse(selector), terms, null);
    }

    private static Mode mode(@Nullable String now) {
        if (now == null || now.equals("false")) {
            return Mode.GRACEFUL;
        }
        if (now.isEmpty() || now.equals("true")) {
            return Mode.NOW;
        }
        throw new Refusal(400, "now is true or false, not " + Quoted.text(now));
    }

    private static @Nullable Duration duration(@Nullable String text) {
        return text == null ? null : Durations.parse(text);
    }
}
