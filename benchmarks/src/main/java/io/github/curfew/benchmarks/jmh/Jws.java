package io.github.curfew.benchmarks.jmh;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A compact JWS, taken apart. */
final class Jws {
    private final byte[] signed;
    private final byte[] signature;

    private Jws(byte[] signed, byte[] signature) {
        this.signed = signed;
        this.signature = signature;
    }

    static Jws of(String text) {
        String line = text.strip();
        int dot = line.lastIndexOf('.');
        return new Jws(
                line.substring(0, dot).getBytes(StandardCharsets.US_ASCII),
                Base64.getUrlDecoder().decode(line.substring(dot + 1)));
    }

    /** The very bytes, header and payload: for the JDK alone, which does not change them. */
    byte[] signed() {
        return signed;
    }

    /** The same of the signature. */
    byte[] signature() {
        return signature;
    }
}
