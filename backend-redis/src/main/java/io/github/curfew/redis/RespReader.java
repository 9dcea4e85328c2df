package io.github.curfew.redis;

import io.github.curfew.redis.RedisLink.Push;
import io.github.curfew.spi.Capabilities;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.KeyValue;
import redis.clients.jedis.util.RedisInputStream;

/**
 * Reads one answer in RESP 2 or 3, and gives what the client would. But the client takes as much memory as an answer
 * claims to need, and whoever may write to a stream could drive a driver out of its memory by that. This one reads on to
 * the end of whatever comes, and keeps no more than fits: of a text, a byte more than a message can have, so that core can
 * tell; of an answer, some megabytes, and {@link #CUT} where it ends.
 */
final class RespReader {
    /** Stands where an answer was cut off. Nothing stands behind it. */
    static final Object CUT = new Object();

    private static final int MOST = 8 * 1024 * 1024;
    /** About what a value takes beside its bytes: an answer of many empty ones is large too. */
    private static final int OVERHEAD = 64;

    private static final int DEEPEST = 16;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int PIECE = 8 * 1024;
    private static final int VERBATIM_PREFIX = "txt:".length();

    private final RedisInputStream in;
    private long room = MOST;
    private long size;

    RespReader(RedisInputStream in) {
        this.in = in;
    }

    /** Whether an answer, or what is left of one, ends in {@link #CUT}. */
    static boolean isCut(@Nullable Object said) {
        if (said instanceof List<?> list) {
            return !list.isEmpty() && isCut(list.get(list.size() - 1));
        }
        return said == CUT || (said instanceof KeyValue<?, ?> pair && isCut(pair.getValue()));
    }

    /**
     * Reads it to its end.
     *
     * @return null, a number, a truth, a text's bytes, a list, a list of pairs, or a {@link Push}; an error inside of a
     *     list too
     * @throws JedisDataException if it is an error
     * @throws JedisConnectionException if the connection ends or is silent before the answer's end, or if this is none
     */
    @Nullable Object read() {
        Object said = value(0);
        if (said instanceof JedisDataException refused) {
            throw refused;
        }
        return said;
    }

    /** How many bytes the texts of the answer had, those that were not kept too. */
    long size() {
        return size;
    }

    private @Nullable Object value(int depth) {
        if (depth > DEEPEST) {
            throw new JedisConnectionException("the server answered with lists in lists, deeper than " + DEEPEST);
        }
        boolean fits = take(OVERHEAD);
        byte type = in.readByte();
        Object value = switch (type) {
            case '$' -> bulk();
            case '*', '~' -> list(depth);
            case '%' -> pairs(depth);
            case ':' -> in.readLongCrLf();
            case '>' -> new Push(Objects.requireNonNullElse(list(depth), List.of()));
            case '_' -> in.readNullCrLf();
            case '#' -> in.readBooleanCrLf();
            case '+', ',', '(' -> line();
            case '=' -> bulk() instanceof byte[] text ? verbatim(text) : CUT;
            case '-' -> error(line());
            case '!' -> bulk() instanceof byte[] text ? error(text) : CUT;
            default -> throw new JedisConnectionException("the server answered what is no RESP: byte " + type);
        };
        return fits ? value : CUT;
    }

    /** Once something does not fit, nothing does. */
    private boolean take(int cost) {
        room = cost > room ? -1 : room - cost;
        return room >= 0;
    }

    private @Nullable Object bulk() {
        long length = length();
        if (length < 0) {
            return null;
        }
        size += length;
        int kept = (int) Math.min(length, Capabilities.LARGEST_MESSAGE + 1);
        boolean fits = take(kept);
        byte[] bytes = new byte[fits ? kept : 0];
        for (int at = 0; at < bytes.length; ) {
            at += in.read(bytes, at, bytes.length - at);
        }
        pass(length - bytes.length);
        expect('\r');
        expect('\n');
        return fits ? bytes : CUT;
    }

    private void pass(long count) {
        byte[] piece = new byte[(int) Math.min(count, PIECE)];
        for (long left = count; left > 0; ) {
            left -= in.read(piece, 0, (int) Math.min(left, PIECE));
        }
    }

    private static byte[] verbatim(byte[] text) {
        return Arrays.copyOfRange(text, Math.min(VERBATIM_PREFIX, text.length), text.length);
    }

    /** Makes no room in advance: what is announced need not come. */
    private @Nullable List<@Nullable Object> list(int depth) {
        long count = length();
        if (count < 0) {
            return null;
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            boolean fits = room >= 0;
            Object value = value(depth + 1);
            if (fits) {
                list.add(value);
            }
        }
        return list;
    }

    private List<KeyValue<@Nullable Object, @Nullable Object>> pairs(int depth) {
        long count = length();
        List<KeyValue<@Nullable Object, @Nullable Object>> pairs = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            boolean fits = room >= 0;
            KeyValue<@Nullable Object, @Nullable Object> pair = new KeyValue<>(value(depth + 1), value(depth + 1));
            if (fits) {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private long length() {
        long length = in.readLongCrLf();
        if (length < -1) {
            throw new JedisConnectionException("the server announced a length of " + length);
        }
        return length;
    }

    private byte[] line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte next = in.readByte(); next != '\r'; next = in.readByte()) {
            if (line.size() == LONGEST_LINE) {
                throw new JedisConnectionException("the server's line is longer than " + LONGEST_LINE);
            }
            line.write(next);
        }
        expect('\n');
        return line.toByteArray();
    }

    private void expect(char next) {
        if (in.readByte() != next) {
            throw new JedisConnectionException("the server's text is longer than it said");
        }
    }

    /** The client knows the kinds of errors, by how they begin. */
    private static JedisDataException error(byte[] said) {
        byte[] line = ("-" + new String(said, StandardCharsets.UTF_8).replaceAll("[\r\n]", " ") + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        try {
            Protocol.read(new RedisInputStream(new ByteArrayInputStream(line)), null);
            throw new JedisConnectionException("the client takes an error for an answer");
        } catch (JedisDataException e) {
            return e;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new JedisConnectionException("the server refers to another one in words that nobody knows", e);
        }
    }
}
