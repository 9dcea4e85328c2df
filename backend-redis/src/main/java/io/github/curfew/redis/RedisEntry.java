package io.github.curfew.redis;

import io.github.curfew.redis.Hearing.Heard;
import io.github.curfew.redis.RedisPosition.Entry;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** How a message looks in a stream and on a channel. */
final class RedisEntry {
    /** The field of a stream's entry that has the message; others are its attributes. */
    static final String BODY = "m";

    private static final byte[] BODY_BYTES = BODY.getBytes(StandardCharsets.UTF_8);

    /** Begins what our own publisher puts on a channel: it lies in the stream too, and is taken from there. */
    private static final byte[] IN_STREAM = "curfew:in-stream\n".getBytes(StandardCharsets.UTF_8);

    private RedisEntry() {}

    static byte[] onChannel(byte[] body) {
        byte[] message = Arrays.copyOf(IN_STREAM, IN_STREAM.length + body.length);
        System.arraycopy(body, 0, message, IN_STREAM.length, body.length);
        return message;
    }

    static boolean isInStream(byte[] message) {
        return message.length >= IN_STREAM.length
                && Arrays.equals(message, 0, IN_STREAM.length, IN_STREAM, 0, IN_STREAM.length);
    }

    /**
     * An entry's identity. A server that has lost its newest entries may give their ids again, hence the checksum.
     *
     * @param id the entry's id
     * @param body its message
     * @return the same wherever the entry is
     */
    static String identity(StreamId id, Payload body) {
        CRC32C sum = new CRC32C();
        sum.update(body.bytes());
        return id + "-" + Long.toHexString(sum.getValue());
    }

    /**
     * Reads an entry of a stream. What lies beside its message has together no more room than a message.
     *
     * @param id its id
     * @param fields names and values in turn, as much of them as was kept
     * @param doubtful whether its id may be another's again
     * @param now the server's time: an id that is ahead of it says nothing of when the entry was made
     * @return the delivery; without a body where the field {@code m} is missing
     */
    static Delivery fromStream(StreamId id, Object fields, boolean doubtful, Instant now) {
        Instant time = id.timeUnlessAhead(now);
        Payload body = Payload.utf8("");
        Map<String, String> attributes = Map.of();
        int room = RespReader.isCut(fields) ? -1 : Capabilities.LARGEST_MESSAGE;
        List<?> kept = fields instanceof List<?> list ? list : List.of();
        for (int field = 0; field + 1 < kept.size() && room >= 0; field += 2) {
            byte[] name = (byte[]) kept.get(field);
            byte[] value = (byte[]) kept.get(field + 1);
            if (Arrays.equals(name, BODY_BYTES)) {
                body = Payload.of(value);
            } else {
                room -= name.length + value.length;
                attributes = attributes.isEmpty() ? new HashMap<>() : attributes;
                attributes.put(RedisReplies.text(name), RedisReplies.text(value));
            }
        }
        return room >= 0
                ? new Delivery(identity(id, body), time, body, attributes, new Entry(id, doubtful))
                : tooLarge(id, doubtful, time);
    }

    /** Has a body that core refuses, since what was kept may say something else than the whole. */
    private static Delivery tooLarge(StreamId id, boolean doubtful, @Nullable Instant time) {
        Payload body = Payload.of(new byte[Capabilities.LARGEST_MESSAGE + 1]);
        return new Delivery(identity(id, body), time, body, Map.of(), new Entry(id, doubtful));
    }

    /**
     * Takes a message that lies on a channel only. It has no identity of its own: each is new.
     *
     * @param message what was published
     * @param since it was published after this time of the server, and soon
     * @param heard where it lies to fences
     * @return the delivery
     */
    static Delivery fromChannel(byte[] message, Instant since, Heard heard) {
        return new Delivery("channel-" + UUID.randomUUID(), since, Payload.of(message), Map.of(), heard);
    }
}
