package io.github.curfew.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Makes inputs of others, without looking at the code they meet: the quick share of every build. Which inputs lead
 * further is found by Jazzer, in the long one. The same seed makes the same inputs.
 */
final class Mutator {
    private static final int LONGEST = 16 * 1024;
    /** One input in so many is a large one, which takes a hundred times as long. */
    private static final int LARGE = 1_000;

    /** What hurts readers of texts: ends, quotes, escapes, controls, bidi, halves of characters, large numbers. */
    private static final List<byte[]> HURTFUL = bytes(
            "\u0000",
            "\n",
            "\r\n",
            "\u001b[31m",
            "\u009b",
            "\u0085",
            "\u2028",
            "\u202e",
            "\u200b",
            "\uFEFF",
            "\u007f",
            "\"",
            "\\",
            "\\ud800",
            "\\u0000",
            "\\u001b",
            "'",
            "`",
            "${a}",
            "{}",
            "%00",
            "%0d%0a",
            "%",
            "../",
            "/",
            "*",
            "**",
            ",",
            "=",
            "!=",
            " in (",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            ":",
            ";",
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "9999999999999999999",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "PT999999999999H",
            "P-1D",
            "--now",
            "--reason ",
            "𝔘",
            "🎉",
            "ß",
            "İ",
            "=?",
            "Host: x\r\n",
            "0\r\n\r\n",
            "include",
            "://u:p@");

    private final Random random;
    private final List<byte[]> seeds;
    private final List<byte[]> large;

    /**
     * Makes one.
     *
     * @param seeds of which most inputs are made
     * @param large of which few are made, none of them larger than these; may be empty
     * @param seed the same makes the same inputs
     */
    Mutator(List<byte[]> seeds, List<byte[]> large, long seed) {
        this.seeds = List.copyOf(seeds);
        this.large = List.copyOf(large);
        this.random = new Random(seed);
    }

    private static List<byte[]> bytes(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    byte[] next() {
        byte[] bytes = one(!large.isEmpty() && random.nextInt(LARGE) == 0 ? large : seeds);
        int most = Math.max(2 * LONGEST, bytes.length);
        for (int steps = random.nextInt(1, 9); steps > 0; steps--) {
            byte[] next = step(bytes);
            bytes = next.length > most ? bytes : next;
        }
        return bytes;
    }

    private byte[] one(List<byte[]> some) {
        return some.get(random.nextInt(some.size()));
    }

    private byte[] step(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(1, 20));
        return switch (random.nextInt(8)) {
            case 0 -> replaced(bytes, from, to, new byte[0]);
            case 1 -> replaced(bytes, from, from, one(HURTFUL));
            case 2 -> replaced(bytes, from, to, one(HURTFUL));
            case 3 -> replaced(bytes, from, from, repeated(bytes, from, to));
            case 4 -> replaced(bytes, from, to, new byte[] {(byte) random.nextInt()});
            case 5 -> replaced(bytes, from, from, part(one(seeds)));
            case 6 -> replaced(bytes, from, to, part(one(seeds)));
            default -> swapped(bytes);
        };
    }

    private byte[] part(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int length = random.nextInt(bytes.length - from + 1);
        return java.util.Arrays.copyOfRange(bytes, from, from + length);
    }

    /** Few times mostly, and sometimes as often as there is room. */
    private byte[] repeated(byte[] bytes, int from, int to) {
        int times = random.nextInt(50) == 0 ? LONGEST : random.nextInt(4);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times && all.size() < LONGEST && to > from; i++) {
            all.write(bytes, from, to - from);
        }
        return all.toByteArray();
    }

    private byte[] swapped(byte[] bytes) {
        byte[] swapped = bytes.clone();
        if (bytes.length > 1) {
            int one = random.nextInt(bytes.length);
            int other = random.nextInt(bytes.length);
            swapped[one] = bytes[other];
            swapped[other] = bytes[one];
        }
        return swapped;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + by.length);
        all.write(bytes, 0, from);
        all.writeBytes(by);
        all.write(bytes, to, bytes.length - to);
        return all.toByteArray();
    }
}
