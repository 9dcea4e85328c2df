package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Turns signals and reports into bytes and back. Thread-safe; does not block. */
public final class Codec {
    /** The most bytes that a message can have. */
    public static final int LARGEST = 256 * 1024;

    private static final int MOST_WRAPPERS = 2;
    private static final int LONGEST_WRAPPER_ID = 200;

    private Codec() {}

    /**
     * Writes a signal as a CloudEvent.
     *
     * @param signal any
     * @return structured JSON
     */
    public static Payload encode(Signal signal) {
        return Payload.utf8(Json.write(SignalEvent.write(signal)));
    }

    /**
     * Writes a report as a CloudEvent.
     *
     * @param report any
     * @return structured JSON, on one line
     */
    public static Payload encode(Report report) {
        return Payload.utf8(Json.write(ReportEvent.write(report)));
    }

    /**
     * Reads a signal: a CloudEvent, structured or in binary mode, bare or wrapped by SNS or EventBridge; the short words;
     * or their short JSON.
     *
     * @param payload what came
     * @param attributes what came beside it; a CloudEvent in binary mode has its attributes there, as {@code ce_…} or
     *     {@code ce-…}
     * @param ifItHasNone the broker's identity of the message, for what has none of its own; a wrapper's id goes before it
     * @return the signal
     * @throws MalformedException with one sentence, if it is none of these
     */
    public static Signal decodeSignal(Payload payload, Map<String, String> attributes, SignalId ifItHasNone) {
        Map<String, Object> binary = binaryMode(attributes);
        if (!binary.isEmpty()) {
            // The subject alone can say who is meant.
            if (payload.size() > 0) {
                binary.put("data", Json.parseObject(text(payload)));
            }
            return SignalEvent.read(new Fields("", binary));
        }
        String text = text(Envelope.open(payload).content());
        SignalId identity = ifItHasNone;
        for (int wrappers = 0; text.startsWith("{"); wrappers++) {
            Fields object = new Fields("", Json.parseObject(text));
            if (object.has("specversion")) {
                return SignalEvent.read(object);
            }
            if (!isWrapper(object)) {
                return SignalEvent.readShort(object, identity);
            }
            if (wrappers == MOST_WRAPPERS) {
                throw new MalformedException("the message is wrapped more than " + MOST_WRAPPERS + " times");
            }
            identity = identity(object, identity);
            text = unwrapped(object);
        }
        return Words.parse(text, identity);
    }

    /**
     * Reads a report.
     *
     * @param payload what {@link #encode(Report)} wrote
     * @return the report
     * @throws MalformedException with one sentence, if it is anything else
     */
    public static Report decodeReport(Payload payload) {
        return ReportEvent.read(
                new Fields("", Json.parseObject(text(Envelope.open(payload).content()))));
    }

    private static String text(Payload payload) {
        if (payload.size() > LARGEST) {
            throw new MalformedException("the message has " + payload.size() + " bytes: " + LARGEST + " are the most");
        }
        String text = payload.text();
        // Windows editors and PowerShell's Out-File put a byte order mark in front.
        text = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
        if (text.isEmpty()) {
            throw new MalformedException("the message is empty: write words such as 'stop orders', or a CloudEvent");
        }
        return text;
    }

    private static Map<String, Object> binaryMode(Map<String, String> attributes) {
        Map<String, Object> event = new LinkedHashMap<>();
        new TreeMap<>(attributes).forEach((name, value) -> {
            if (name.startsWith("ce_") || name.startsWith("ce-")) {
                event.put(name.substring(3), value);
            }
        });
        return event.containsKey("specversion") ? event : new LinkedHashMap<>();
    }

    private static boolean isWrapper(Fields object) {
        return isSns(object) || object.has("detail-type");
    }

    private static boolean isSns(Fields object) {
        return object.has("Type") && object.has("Message");
    }

    /** SNS may put one notification into a queue twice, or into many: it is one signal all the same. */
    private static SignalId identity(Fields wrapper, SignalId outer) {
        String id = wrapper.text(isSns(wrapper) ? "MessageId" : "id");
        return id == null || id.isBlank() || id.length() > LONGEST_WRAPPER_ID
                ? outer
                : new SignalId(outer.source(), id);
    }

    private static String unwrapped(Fields object) {
        if (isSns(object)) {
            return object.required("Message").strip();
        }
        return Json.write(object.object("detail").values());
    }
}
