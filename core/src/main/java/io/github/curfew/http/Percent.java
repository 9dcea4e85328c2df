package io.github.curfew.http;

import io.github.curfew.model.Quoted;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Percent-encoding, read strictly: a selector that was half decoded would mean somebody else. */
final class Percent {
    private Percent() {}

    /** Decodes a text. */
    static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            boolean whole = at + 2 < text.length();
            int high = whole ? Character.digit(text.charAt(at + 1), 16) : -1;
            int low = whole ? Character.digit(text.charAt(at + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw bad(text);
            }
            bytes.write(high * 16 + low);
            at += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad(text);
        }
    }

    private static Refusal bad(String text) {
        return new Refusal(
                400,
                Quoted.text(text) + " is not percent-encoded UTF-8: write a space as %20, a slash as %2F and a percent"
                        + " sign as %25");
    }

    /** Encodes a text, so that it is one segment of a path. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Reads {@code a=b&c=d}, in which a plus is a space. */
    static Map<String, String> query(String text) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode((equals < 0 ? pair : pair.substring(0, equals)).replace('+', ' '));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1).replace('+', ' '));
            if (parameters.put(name, value) != null) {
                throw new Refusal(400, "the parameter " + Quoted.text(name) + " is there twice: write it once");
            }
        }
        return parameters;
    }
}
