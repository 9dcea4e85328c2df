package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A signal as a CloudEvent 1.0 in structured JSON, and as the short JSON that people write by hand. */
final class SignalEvent {
    static final String TYPE = "io.github.curfew.";
    private static final String REQUESTED = ".requested.v1";
    private static final int LONGEST_REASON = 2_048;
    private static final int LONGEST_ID = 512;
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final Set<String> DATA =
            new TreeSet<>(List.of("selector", "mode", "deadline", "on-timeout", "reason"));

    private SignalEvent() {}

    static Map<String, Object> write(Signal signal) {
        Terms terms = signal.terms();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", signal.id().id());
        event.put("source", signal.id().source());
        event.put("type", TYPE + signal.action().word() + REQUESTED);
        put(event, "time", signal.time());
        if (signal.time() != null && terms.expiry() != null) {
            event.put("expirytime", signal.time().plus(terms.expiry()));
        }
        event.put("subject", signal.selector().toString());
        put(event, "replyto", terms.replyTo());
        event.put("datacontenttype", "application/json");
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("selector", signal.selector().toString());
        if (signal.action() == Action.STOP) {
            data.put("mode", word(terms.mode()));
        }
        put(data, "deadline", terms.deadline());
        put(
                data,
                "on-timeout",
                terms.onTimeout() == null ? null : terms.onTimeout().word());
        put(data, "reason", terms.reason().isEmpty() ? null : terms.reason());
        event.put("data", data);
        return event;
    }

    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    static Signal read(Fields event) {
        if (!event.required("specversion").equals("1.0")) {
            throw event.problem("specversion", "is " + Quoted.text(event.required("specversion")) + ", not 1.0");
        }
        Action action = action(event.required("type"));
        if (event.has("data_base64")) {
            // Passed over, its terms would silently not hold.
            throw event.problem("data_base64", "is not read: write data as a JSON object in its place");
        }
        Fields data = event.has("data") ? event.object("data") : new Fields("data", Map.of());
        data.refuseOthers(DATA);
        String selector = data.text("selector");
        if (selector == null) {
            selector = event.text("subject");
        }
        if (selector == null) {
            throw data.problem("selector", "is missing: it says who is meant");
        }
        Instant time = event.instant("time");
        Terms terms = terms(data, mode(data), expiry(event, time), event.text("replyto"));
        return new Signal(id(event), action, Selector.parse(selector), terms, time);
    }

    /** {@code {"stop":"orders","deadline":"2m"}}. */
    static Signal readShort(Fields object, SignalId id) {
        Action action = null;
        for (Action candidate : Action.values()) {
            if (object.has(candidate.word())) {
                if (action != null) {
                    throw new MalformedException(
                            "both " + action.word() + " and " + candidate.word() + " in one message: send two");
                }
                action = candidate;
            }
        }
        if (action == null) {
            throw new MalformedException("the JSON is neither a CloudEvent (specversion is missing) nor a short form"
                    + " such as {\"stop\":\"orders\"}");
        }
        Set<String> known =
                new TreeSet<>(List.of(action.word(), "now", "mode", "deadline", "on-timeout", "expiry", "reason"));
        object.refuseOthers(known);
        Mode mode = object.truth("now") ? Mode.NOW : mode(object);
        Terms terms = terms(object, mode, object.duration("expiry"), null);
        return new Signal(id, action, Selector.parse(object.required(action.word())), terms, null);
    }

    private static Terms terms(Fields fields, Mode mode, @Nullable Duration expiry, @Nullable String replyTo) {
        String onTimeout = fields.text("on-timeout");
        String reason = fields.text("reason", "");
        if (reason.length() > LONGEST_REASON) {
            throw fields.problem("reason", "is longer than " + LONGEST_REASON + " characters");
        }
        return new Terms(
                mode,
                fields.duration("deadline"),
                onTimeout == null ? null : OnTimeout.of(onTimeout),
                expiry,
                reason,
                replyTo);
    }

    private static SignalId id(Fields event) {
        String id = event.required("id");
        String source = event.required("source");
        if (id.length() > LONGEST_ID || source.length() > LONGEST_ID) {
            throw event.problem("id", "or source is longer than " + LONGEST_ID + " characters");
        }
        refuseControls(event, "id", id);
        refuseControls(event, "source", source);
        return new SignalId(source, id);
    }

    /** No CloudEvent has them in its attributes, and an identity goes to logs, reports and terminals as it is. */
    private static void refuseControls(Fields event, String name, String value) {
        if (hasControls(value)) {
            throw event.problem(name, "has control characters, and none is allowed there: " + Quoted.text(value));
        }
    }

    static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static Action action(String type) {
        if (!type.startsWith(TYPE) || !type.endsWith(REQUESTED)) {
            throw new MalformedException(
                    "the event's type " + Quoted.text(type) + " is no signal's: write " + TYPE + "stop" + REQUESTED);
        }
        int end = type.length() - REQUESTED.length();
        return Action.of(end < TYPE.length() ? "" : type.substring(TYPE.length(), end));
    }

    private static Mode mode(Fields fields) {
        String mode = fields.text("mode", "graceful");
        return switch (mode) {
            case "graceful" -> Mode.GRACEFUL;
            case "now" -> Mode.NOW;
            default -> throw fields.problem("mode", "is graceful or now, not " + Quoted.text(mode));
        };
    }

    private static String word(Mode mode) {
        return mode == Mode.NOW ? "now" : "graceful";
    }

    /** A length, because the clocks of sender and driver may be hours apart, and only the sender's own times compare. */
    private static @Nullable Duration expiry(Fields event, @Nullable Instant time) {
        Instant until = event.instant("expirytime");
        if (until == null) {
            return null;
        }
        if (time == null) {
            throw event.problem("expirytime", "needs time beside it, because it is read as a length");
        }
        Duration length = Duration.between(time, until);
        // The year 9999 is how some write "never".
        return length.isNegative() ? Duration.ZERO : length.compareTo(LONGEST) > 0 ? LONGEST : length;
    }
}
