package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.curfew.redis.RedisLink.Push;
import io.github.curfew.spi.Capabilities;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.KeyValue;
import redis.clients.jedis.util.RedisInputStream;

class RespReaderTest {
    private static final int LARGEST = Capabilities.LARGEST_MESSAGE;
    /** What is kept of an answer, and as much again that reading it takes. */
    private static final long MOST = 16L * 1024 * 1024;

    private static final String EVERYTHING = String.join(
            "\r\n",
            List.of(
                    "*13", "$2", "ab", "$-1", "$0", "", "+OK", ":-42", "#t", "_", ",1.5", "(123", "=6", "txt:hi",
                    "-ERR no", "~1", ":1", "%1", "$1", "k", "*-1", ""));

    @Test
    void readsEveryKind() {
        List<?> all = (List<?>) Objects.requireNonNull(shown(read(EVERYTHING)));
        assertThat(all.subList(0, 10))
                .isEqualTo(Arrays.asList("ab", null, "", "OK", -42L, true, null, "1.5", "123", "hi"));
        assertThat(all.get(10))
                .isInstanceOf(JedisDataException.class)
                .hasToString("redis.clients.jedis.exceptions.JedisDataException: ERR no");
        assertThat(all.subList(11, 13)).isEqualTo(Arrays.asList(List.of(1L), List.of(new KeyValue<>("k", null))));
    }

    @Test
    void readsOneAnswerAfterTheOther() {
        RedisInputStream in = in(bytes("$3\r\none\r\n:2\r\n>2\r\n$7\r\nmessage\r\n$2\r\nhi\r\n"));
        assertThat(shown(new RespReader(in).read())).isEqualTo("one");
        assertThat(new RespReader(in).read()).isEqualTo(2L);
        assertThat(new RespReader(in).read()).isInstanceOfSatisfying(Push.class, push -> {
            assertThat(push.text(0)).isEqualTo("message");
            assertThat(push.text(1)).isEqualTo("hi");
        });
    }

    @Test
    void errorsAreOfTheClientsKinds() {
        assertThatExceptionOfType(JedisMovedDataException.class)
                .isThrownBy(() -> read("-MOVED 3999 127.0.0.1:6381\r\n"))
                .satisfies(moved -> assertThat(moved.getTargetNode().getPort()).isEqualTo(6381));
        assertThatThrownBy(() -> read("-NOAUTH Authentication required.\r\n"))
                .isInstanceOf(JedisAccessControlException.class);
        assertThatThrownBy(() -> read("!8\r\nERR a\r\nb\r\n"))
                .isInstanceOf(JedisDataException.class)
                .hasMessage("ERR a  b");
        assertThatThrownBy(() -> read("-MOVED nowhere\r\n")).isInstanceOf(JedisConnectionException.class);
        assertThatThrownBy(() -> read("-MOVED 1 nowhere\r\n")).isInstanceOf(JedisConnectionException.class);
    }

    @Test
    void anAnswerThatEndsTooSoonIsALostConnection() {
        byte[] whole = bytes(EVERYTHING);
        for (int length = 0; length < whole.length; length++) {
            byte[] begun = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> new RespReader(in(begun)).read())
                    .as("%s bytes", length)
                    .isInstanceOf(JedisConnectionException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?\r\n", "$-2\r\n", "*-7\r\n", "$1\r\nabc\r\n", "+a\rb\r\n", "#x\r\n", "_x\r\n"})
    void whatIsNoRespIsALostConnection(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(JedisConnectionException.class);
    }

    @Test
    void listsInListsAndLinesEnd() {
        assertThatThrownBy(() -> read("*1\r\n".repeat(100_000)))
                .isInstanceOf(JedisConnectionException.class)
                .hasMessageContaining("lists in lists");
        assertThatThrownBy(() -> read("+" + "x".repeat(1_000_000) + "\r\n"))
                .isInstanceOf(JedisConnectionException.class)
                .hasMessageContaining("line is longer");
    }

    @Test
    void aGiantIsReadToItsEndAndHardlyKept() {
        long giant = 600L * 1024 * 1024;
        RedisInputStream in = new RedisInputStream(
                concat(bytes("$" + giant + "\r\n"), new Repeated("x", giant), bytes("\r\n:7\r\n")));
        long before = allocated();
        RespReader reader = new RespReader(in);
        byte[] kept = (byte[]) reader.read();
        assertThat(allocated() - before).isLessThan(2 * LARGEST);
        assertThat(kept).hasSize(LARGEST + 1);
        assertThat(reader.size()).isEqualTo(giant);
        assertThat(new RespReader(in).read()).isEqualTo(7L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$536870912\r\n", "*2147483647\r\n", "%2147483647\r\n", "~2147483647\r\n", ">2147483647\r\n"})
    void whatIsAnnouncedTakesNoMemory(String announced) {
        long before = allocated();
        assertThatThrownBy(() -> read(announced)).isInstanceOf(JedisConnectionException.class);
        assertThat(allocated() - before).isLessThan(2 * LARGEST);
    }

    @Test
    void manyAtOnceAreCutOffAndReadToTheEnd() {
        String entry = "*2\r\n$3\r\n1-1\r\n*2\r\n$1\r\nm\r\n$1000000\r\n" + "x".repeat(1_000_000) + "\r\n";
        RedisInputStream in = new RedisInputStream(
                concat(bytes("%1\r\n$1\r\ns\r\n*40\r\n"), new Repeated(entry, 40L * entry.length()), bytes(":7\r\n")));
        Object answer = new RespReader(in).read();
        assertThat(RespReader.isCut(answer)).isTrue();
        List<?> entries = RedisReplies.entries(answer);
        assertThat(entries).hasSize(32);
        assertThat(entries.subList(0, 31)).noneMatch(RespReader::isCut);
        assertThat(RespReader.isCut(entries.get(31))).isTrue();
        assertThat(new RespReader(in).read()).isEqualTo(7L);
    }

    @Test
    void manySmallOnesAreCutOffToo() {
        int count = 1_000_000;
        RedisInputStream in = new RedisInputStream(
                concat(bytes("*" + count + "\r\n"), new Repeated("_\r\n", 3L * count), bytes(":7\r\n")));
        long before = allocated();
        Object answer = new RespReader(in).read();
        assertThat(allocated() - before).isLessThan(MOST);
        assertThat(RespReader.isCut(answer)).isTrue();
        assertThat(new RespReader(in).read()).isEqualTo(7L);
    }

    @Test
    void noInputHarms() {
        long seed = Long.getLong("fuzz.seed", 13);
        Random random = new Random(seed);
        byte[] alphabet = bytes("$*%~>:+-_#,(=!0123456789\r\n\r\n\r\nab");
        for (int i = 0; i < 50_000; i++) {
            byte[] input = random.nextBoolean() ? mutated(random, alphabet) : anything(random, alphabet);
            long before = allocated();
            try {
                new RespReader(in(input)).read();
            } catch (JedisException expected) {
                assertThat(expected).isInstanceOfAny(JedisConnectionException.class, JedisDataException.class);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", input " + i + ": " + Arrays.toString(input), e);
            }
            assertThat(allocated() - before).as("seed %s, input %s", seed, i).isLessThan(MOST);
        }
    }

    private static byte[] mutated(Random random, byte[] alphabet) {
        byte[] input = bytes(EVERYTHING);
        for (int change = random.nextInt(4); change >= 0; change--) {
            input[random.nextInt(input.length)] = alphabet[random.nextInt(alphabet.length)];
        }
        return input;
    }

    private static byte[] anything(Random random, byte[] alphabet) {
        byte[] input = new byte[random.nextInt(60)];
        for (int at = 0; at < input.length; at++) {
            input[at] = alphabet[random.nextInt(alphabet.length)];
        }
        return input;
    }

    private static @Nullable Object shown(@Nullable Object said) {
        if (said instanceof List<?> list) {
            List<@Nullable Object> shown = new ArrayList<>();
            list.forEach(item -> shown.add(shown(item)));
            return shown;
        }
        if (said instanceof KeyValue<?, ?> pair) {
            return new KeyValue<>(shown(pair.getKey()), shown(pair.getValue()));
        }
        return said instanceof byte[] text ? RedisReplies.text(text) : said;
    }

    private static @Nullable Object read(String text) {
        return new RespReader(in(bytes(text))).read();
    }

    private static RedisInputStream in(byte[] bytes) {
        return new RedisInputStream(new ByteArrayInputStream(bytes), 64);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InputStream concat(byte[] head, InputStream middle, byte[] tail) {
        return new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream(head), middle), new ByteArrayInputStream(tail));
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** The same text again and again, without taking memory. */
    private static final class Repeated extends InputStream {
        private final byte[] text;
        private final long count;
        private long at;

        Repeated(String text, long count) {
            this.text = bytes(text);
            this.count = count;
        }

        @Override
        public int read() {
            return at == count ? -1 : text[(int) (at++ % text.length)];
        }

        @Override
        public int read(byte[] into, int from, int most) {
            int read = (int) Math.min(most, count - at);
            for (int i = 0; i < read; i++) {
                into[from + i] = (byte) read();
            }
            return read == 0 ? -1 : read;
        }
    }
}
