package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message with a signature over its exact bytes, in the compact form of JWS (RFC 7515): {@code
 * header.payload.signature}. It has been taken apart, and nothing of it has been verified.
 *
 * @param text as it came
 * @param header what the header says
 * @param content the message that was signed
 */
public record Compact(String text, Map<String, Object> header, Payload content) {
    /** A JSON object in base64url begins so, with white space behind its brace or without; neither words nor JSON do. */
    private static final Pattern COMPACT =
            Pattern.compile("(e[wy][A-Za-z0-9_-]*+)\\.([A-Za-z0-9_-]++)\\.([A-Za-z0-9_-]*+)");

    private static final int ID_BYTES = 16;

    /**
     * Takes a message apart.
     *
     * @param text without white space around it
     * @return null if it is not in the compact form
     * @throws MalformedException with one sentence, if it is, and its parts cannot be read
     */
    static @Nullable Compact of(String text) {
        Matcher compact = COMPACT.matcher(text);
        if (!compact.matches()) {
            return null;
        }
        Map<String, Object> header =
                Json.parseObject(new String(decode("header", compact.group(1)), StandardCharsets.UTF_8));
        return new Compact(text, header, Payload.of(decode("payload", compact.group(2))));
    }

    private static byte[] decode(String part, String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the " + part + " of the signed message is no base64url: sign it anew");
        }
    }

    /**
     * The identity of a signed message that has none of its own: it comes from what was signed, for a broker's would be
     * another at every replay; and not from the signature, which for some algorithms can be written in two ways.
     *
     * @param key the id of the key that signed it
     * @return the same for every copy
     */
    public SignalId identity(String key) {
        String signed = text.substring(0, text.lastIndexOf('.'));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(signed.getBytes(StandardCharsets.US_ASCII));
            return new SignalId("/curfew/keys/" + key, HexFormat.of().formatHex(hash, 0, ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
