package io.github.curfew.hostile;

import io.github.curfew.spi.Capabilities;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Inputs as large as a message can be, each of one thing very often: what costs a moment in a small message may cost a
 * driver its memory in these.
 */
final class LargeInputs {
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/o\",\"type\":\"io.github.curfew.stop.requested.v1\",";
    private static final String DRIVER =
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/curfew/drivers/d\",\"time\":\"2026-11-20T10:00:00Z\",";
    private static final String ALIVE =
            DRIVER + "\"type\":\"io.github.curfew.run.alive.v1\",\"data\":{\"report\":\"alive\","
                    + "\"driver\":{\"id\":\"d\",\"appId\":\"a\",\"started\":\"2026-11-20T10:00:00Z\"},\"beat\":\"PT60S\",";

    private static final String LINK = "\"state\":\"listening\",\"since\":\"2026-11-20T10:00:00Z\"}";
    private static final int LARGEST = Capabilities.LARGEST_MESSAGE;
    /** In base64, with a header and a signature. */
    private static final int LARGEST_SIGNED = LARGEST / 4 * 3 - 512;

    private LargeInputs() {}

    static List<byte[]> signals() {
        return bytes(messages(LARGEST));
    }

    private static Stream<String> messages(int most) {
        return Stream.of(
                filled(most, "stop ", at -> "a", ""),
                filled(most, "stop ", at -> "a" + at + "=b,", "c=d"),
                filled(most, "stop orders --reason \"", at -> "\\\"", "\""),
                filled(most, "{\"stop\":\"orders\",\"reason\":\"", at -> "\\u0000", "\"}"),
                filled(most, "{\"stop\":\"orders\",\"x\":", at -> "[", ""),
                filled(most, "{\"stop\":\"orders\"", at -> ",\"x" + at + "\":\"some text\"", "}"),
                filled(most, EVENT + "\"subject\":\"*\",\"data\":{}", at -> ",\"x" + at + "\":\"some text\"", "}"),
                filled(most, EVENT + "\"data\":{\"selector\":\"a in (", at -> "x*,", "y)\"}}"),
                filled(
                        most,
                        "{\"Type\":\"Notification\",\"MessageId\":\"1\",\"Message\":\"{\\\"stop\\\":\\\"",
                        at -> "\\\\a",
                        "\"}"),
                filled(most, "eyJhbGciOiJIUzI1NiIsImtpZCI6ImsifQ.", at -> "YWFh", ".c2ln"));
    }

    static List<byte[]> reports() {
        return bytes(alives(LARGEST));
    }

    private static Stream<String> alives(int most) {
        return Stream.of(
                filled(
                        most,
                        ALIVE + "\"runs\":[" + run(0, "\"a\":\"b\""),
                        at -> "," + run(at + 1, "\"query.id\":\"q\""),
                        "]}}"),
                filled(
                        most,
                        ALIVE + "\"runs\":[" + run(0, "\"a\":\"b\"").replaceFirst("}.*", ""),
                        at -> ",\"l" + at + "\":\"some text\"",
                        "}}]}}"),
                filled(most, ALIVE + "\"runs\":[" + run(0, "\"query.name\":\""), at -> "\\u202e", "\"}}]}}"),
                filled(most, ALIVE + "\"runs\":", at -> "[", ""),
                filled(
                        most,
                        ALIVE + "\"runs\":[],\"backends\":[",
                        at -> "{\"backend\":\"b" + at + "\"," + LINK + ",",
                        "{\"backend\":\"b\"," + LINK + "]}}"));
    }

    private static String run(int number, String labels) {
        return "{\"id\":\"r" + number + "\",\"started\":\"2026-11-20T10:00:00Z\",\"state\":\"running\",\"labels\":{"
                + labels + "}}";
    }

    static List<byte[]> selectors() {
        return bytes(Stream.of(
                filled(LARGEST, "a=", at -> "*a", ""),
                filled(LARGEST, "a=b", at -> ",c=d", ""),
                filled(LARGEST, "a in (b", at -> ",c*", ")"),
                filled(LARGEST, "\"", at -> "\\\"", "\"")));
    }

    static List<byte[]> requests() {
        String host = " HTTP/1.1\r\nHost: localhost:8558\r\n";
        String body = filled(LARGEST, "stop ", at -> "a", "");
        return bytes(Stream.of(
                "\u007fPOST /signals" + host + "Content-Length: " + body.length() + "\r\n\r\n" + body,
                filled(
                        LARGEST,
                        "\u007fPOST /signals" + host + "Transfer-Encoding: chunked\r\n\r\n",
                        at -> "1\r\na\r\n",
                        "0\r\n\r\n"),
                filled(LARGEST, "\u0000GET /runs" + host, at -> "X" + at + ": y\r\n", "\r\n"),
                filled(LARGEST, "\u007fGET /signals/", at -> "%41", host + "\r\n")));
    }

    static List<byte[]> signed() {
        String header = "{\"alg\":\"HS256\",\"kid\":\"ops\",\"aud\":\"prod\",\"iat\":1795168800,\"exp\":1795172400";
        return bytes(Stream.of(
                        Stream.of(
                                filled(
                                        LARGEST_SIGNED,
                                        "\u0001" + header,
                                        at -> ",\"x" + at + "\":\"some text\"",
                                        "}\n--\nstop orders"),
                                filled(
                                        LARGEST_SIGNED,
                                        "\u0001" + header + ",\"aud\":[\"prod\"",
                                        at -> ",\"a\"",
                                        "]}\n--\nstop orders")),
                        messages(LARGEST_SIGNED).limit(8).map(message -> "\u0001" + header + "}\n--\n" + message),
                        messages(LARGEST).map(message -> "\u0000" + message),
                        alives(LARGEST_SIGNED).map(message -> "\u0002" + header + "}\n--\n" + message))
                .flatMap(some -> some));
    }

    static List<byte[]> trackings() {
        return bytes(alives(LARGEST).map(message -> "\u0001" + message));
    }

    private static String filled(int most, String before, IntFunction<String> piece, String after) {
        StringBuilder filled = new StringBuilder(before);
        int room = most - after.length();
        String next = piece.apply(0);
        for (int at = 1; filled.length() + next.length() <= room; at++) {
            filled.append(next);
            next = piece.apply(at);
        }
        return filled.append(after).toString();
    }

    private static List<byte[]> bytes(Stream<String> texts) {
        return texts.map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
