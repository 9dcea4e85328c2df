package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns signals and reports into bytes and back. Thread-safe; does not block. */
public final class Codec {
    /** The most bytes that a message can have. */
    public static final int LARGEST = Capabilities.LARGEST_MESSAGE;

    /** The field of an EventBridge detail that has a signed message. */
    private static final String SIGNED = "signed";

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
     * Sees to it that a driver will read a signal as what it is: what has come from a program is not yet a message.
     *
     * @param signal any
     * @throws MalformedException with the sentence that the driver would log, if it would not take it
     */
    public static void check(Signal signal) {
        Signal unused = decodeSignal(encode(signal), Map.of(), signal.id());
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

    /** What to do with a message that has a signature around it. */
    @FunctionalInterface
    public interface Opener {
        /** Takes the content, whoever signed it. */
        Opener UNVERIFIED = message -> new Opened(message.content(), null);

        /**
         * Opens one.
         *
         * @param message taken apart, not verified
         * @return what is in it
         */
        Opened open(Compact message);
    }

    /**
     * What was in a signed message.
     *
     * @param content the exact bytes that were signed
     * @param ifItHasNone an identity that comes from them, for a message that has none of its own; null for the broker's
     */
    public record Opened(Payload content, @Nullable SignalId ifItHasNone) {}

    /**
     * Reads a signal, whoever signed it or did not: for those who do not act upon it.
     *
     * @param payload what came
     * @param attributes what came beside it
     * @param ifItHasNone the broker's identity of the message
     * @return the signal
     * @throws MalformedException with one sentence, if it is none
     * @see #decodeSignal(Payload, Map, SignalId, Opener)
     */
    public static Signal decodeSignal(Payload payload, Map<String, String> attributes, SignalId ifItHasNone) {
        return decodeSignal(payload, attributes, ifItHasNone, Opener.UNVERIFIED);
    }

    /**
     * Reads a signal: a CloudEvent, structured or in binary mode; the short words; or their short JSON; any of them signed
     * or not, bare or wrapped by SNS or EventBridge.
     *
     * @param payload what came
     * @param attributes what came beside it; a CloudEvent in binary mode has its attributes there, as {@code ce_…} or
     *     {@code ce-…}
     * @param ifItHasNone the broker's identity of the message, for what has none of its own; a wrapper's id goes before it
     * @param opener what to do if it is signed
     * @return the signal
     * @throws MalformedException with one sentence, if it is none of these
     */
    public static Signal decodeSignal(
            Payload payload, Map<String, String> attributes, SignalId ifItHasNone, Opener opener) {
        Map<String, Object> binary = binaryMode(attributes);
        // What is beside a signed message is not signed: it says nothing.
        if (!binary.isEmpty() && (payload.size() == 0 || Compact.of(text(payload)) == null)) {
            // The subject alone can say who is meant.
            if (payload.size() > 0) {
                binary.put("data", Json.parseObject(text(payload)));
            }
            return SignalEvent.read(new Fields("", binary));
        }
        String text = text(payload);
        SignalId identity = ifItHasNone;
        for (int wrappers = 0; text.startsWith("{"); wrappers++) {
            Fields object = new Fields("", Json.parseObject(text));
            if (!isWrapper(object)) {
                return signal(object, identity);
            }
            if (wrappers == MOST_WRAPPERS) {
                throw new MalformedException("the message is wrapped more than " + MOST_WRAPPERS + " times");
            }
            identity = identity(object, identity);
            text = unwrapped(object);
        }
        Compact signed = Compact.of(text);
        return signed == null ? Words.parse(text, identity) : signal(opener.open(signed), identity);
    }

    /** A message inside of its signature: what wraps it lies outside, where it can be taken off. */
    private static Signal signal(Opened opened, SignalId identity) {
        SignalId own = opened.ifItHasNone() == null ? identity : opened.ifItHasNone();
        String text = text(opened.content());
        return text.startsWith("{") ? signal(new Fields("", Json.parseObject(text)), own) : Words.parse(text, own);
    }

    private static Signal signal(Fields object, SignalId identity) {
        return object.has("specversion") ? SignalEvent.read(object) : SignalEvent.readShort(object, identity);
    }

    /**
     * Reads a report, whoever signed it or did not: for those who do not rely upon it.
     *
     * @param payload what {@link #encode(Report)} wrote, signed or not
     * @return the report
     * @throws MalformedException with one sentence, if it is anything else
     */
    public static Report decodeReport(Payload payload) {
        return decodeReport(payload, Opener.UNVERIFIED);
    }

    /**
     * Reads a report.
     *
     * @param payload what {@link #encode(Report)} wrote, signed or not
     * @param opener what to do if it is signed
     * @return the report
     * @throws MalformedException with one sentence, if it is anything else
     */
    public static Report decodeReport(Payload payload, Opener opener) {
        String text = text(payload);
        Compact signed = Compact.of(text);
        return ReportEvent.read(new Fields(
                "",
                Json.parseObject(
                        signed == null ? text : text(opener.open(signed).content()))));
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
        return id == null || id.isBlank() || id.length() > LONGEST_WRAPPER_ID || SignalEvent.hasControls(id)
                ? outer
                : new SignalId(outer.source(), id);
    }

    private static String unwrapped(Fields object) {
        if (isSns(object)) {
            return object.required("Message").strip();
        }
        Fields detail = object.object("detail");
        // A detail is an object, and a signed message is a text.
        return detail.has(SIGNED) ? detail.required(SIGNED).strip() : Json.write(detail.values());
    }
}
