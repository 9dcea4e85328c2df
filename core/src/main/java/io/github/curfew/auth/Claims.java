package io.github.curfew.auth;

import io.github.curfew.MalformedException;
import io.github.curfew.wire.Compact;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a signature's header says beside its key: these stand in the header and not in the message, so that a message of any
 * form can be signed as it is, and its bytes are the payload.
 *
 * @param audience the namespace that it is for
 * @param signed when it was signed, by the signer's clock
 * @param until when it no longer counts, by the same clock
 */
record Claims(String audience, Instant signed, Instant until) {
    static final String AUDIENCE = "aud";
    static final String SIGNED = "iat";
    static final String UNTIL = "exp";

    /** Seconds, with a fraction or without; 10,000 years are enough. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");

    /**
     * Reads them.
     *
     * @param namespace in which it is read: an audience of several has it or not
     * @throws MalformedException with one sentence, if one is missing or cannot be read
     */
    static Claims read(Compact message, String namespace) {
        return new Claims(audience(message, namespace), time(message, SIGNED), time(message, UNTIL));
    }

    private static String audience(Compact message, String namespace) {
        Object audience = message.header().get(AUDIENCE);
        if (audience instanceof String one) {
            return one;
        }
        if (audience instanceof List<?> several && several.stream().allMatch(String.class::isInstance)) {
            return several.contains(namespace) ? namespace : several.toString();
        }
        throw new MalformedException(
                "its header does not say for which namespace it is: write \"aud\":\"" + namespace + "\" into it");
    }

    private static Instant time(Compact message, String name) {
        Object time = message.header().get(name);
        if (time == null) {
            throw new MalformedException("its header has no " + name + ": a signature says when it was made (iat) and"
                    + " until when it counts (exp), in seconds since 1970");
        }
        String text = time.toString();
        if (time instanceof String || !SECONDS.matcher(text).matches()) {
            throw new MalformedException("the " + name + " of its header is no number of seconds since 1970");
        }
        BigDecimal seconds = new BigDecimal(text);
        return Instant.ofEpochSecond(
                seconds.longValue(),
                seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }

    /** A number in JSON: whole seconds where that is all, so that it reads well. */
    static Number number(Instant time) {
        long millis = time.toEpochMilli();
        return millis % 1_000 == 0 ? (Number) (millis / 1_000) : (Number) BigDecimal.valueOf(millis, 3);
    }

    static @Nullable String text(Compact message, String name) {
        return message.header().get(name) instanceof String text ? text : null;
    }
}
