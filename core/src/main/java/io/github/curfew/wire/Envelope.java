package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.spi.Payload;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is around a message: nothing, or a signature over its exact bytes, in the compact form of JWS (RFC 7515): {@code
 * header.payload.signature}. Opening it verifies nothing; whoever asks for signatures looks at {@link #jws}.
 *
 * @param content the message itself
 * @param jws the signed form as it came, or null for a message without a signature
 */
record Envelope(Payload content, @Nullable String jws) {
    /** A JSON object in base64url begins so, and neither words nor JSON do. */
    private static final Pattern COMPACT = Pattern.compile("eyJ[A-Za-z0-9_-]*+\\.([A-Za-z0-9_-]++)\\.[A-Za-z0-9_-]*+");

    static Envelope open(Payload payload) {
        String text = payload.size() > Codec.LARGEST ? "" : payload.text().strip();
        Matcher compact = COMPACT.matcher(text);
        if (!compact.matches()) {
            return new Envelope(payload, null);
        }
        try {
            return new Envelope(Payload.of(Base64.getUrlDecoder().decode(compact.group(1))), text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the payload of the signed message is no base64url: sign it anew");
        }
    }
}
