package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    private static final String HEAD = """
            POST /signals?wait=1s HTTP/1.1
            Host: localhost
            X-A: 1
            X-A: 2
            """;
    private static final String CHUNKED = wire(HEAD + """
            Transfer-Encoding: chunked

            5
            stop\s
            6;x
            orders
            0

            """);
    private static final String COUNTED = wire(HEAD + """
            Content-Length: 11

            stop orders""");

    private static String wire(String lines) {
        return lines.replace("\n", "\r\n");
    }

    @Test
    void readsARequestInWhateverPiecesItComes() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = (round % 2 == 0 ? CHUNKED : COUNTED).getBytes(StandardCharsets.ISO_8859_1);
            RequestReader reader = new RequestReader(head -> {});
            for (int at = 0; at < bytes.length; ) {
                int count = Math.min(bytes.length - at, 1 + random.nextInt(20));
                reader.feed(ByteBuffer.wrap(bytes, at, count));
                at += count;
            }
            assertThat(reader.isComplete()).isTrue();
            assertThat(reader.head().path()).isEqualTo("/signals");
            assertThat(reader.head().query()).containsEntry("wait", "1s");
            assertThat(reader.head().header("x-a")).isEqualTo("1, 2");
            assertThat(new String(reader.body(), StandardCharsets.UTF_8)).isEqualTo("stop orders");
        }
    }

    /** Whatever comes, it is read, refused, or waited on; nothing else escapes. */
    @Test
    void refusesInOneWayOnly() {
        for (int seed = 0; seed < 100_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = (random.nextBoolean() ? CHUNKED : COUNTED).getBytes(StandardCharsets.ISO_8859_1);
            for (int i = random.nextInt(6); i >= 0; i--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
            }
            RequestReader reader = new RequestReader(new Gate(null, java.util.List.of())::check);
            try {
                reader.feed(ByteBuffer.wrap(bytes));
                if (reader.isComplete()) {
                    assertThat(reader.head().query()).isNotNull();
                    assertThat(reader.body().length).isLessThan(100);
                }
            } catch (Refusal e) {
                assertThat(e.response().status()).as("seed %d", seed).isBetween(400, 505);
            }
        }
    }
}
