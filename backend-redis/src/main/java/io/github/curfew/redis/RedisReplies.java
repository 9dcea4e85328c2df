package io.github.curfew.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.KeyValue;

/** What the server is asked of a stream, and how its answers are read. */
final class RedisReplies {
    private RedisReplies() {}

    /**
     * Where a stream stands.
     *
     * @param last the last id that it gave
     * @param added how many entries it ever took; -1 where the server does not count them
     */
    record State(StreamId last, long added) {
        static final State EMPTY = new State(StreamId.ZERO, 0);
    }

    static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    static Instant time(Object answer) {
        List<?> parts = (List<?>) answer;
        return Instant.ofEpochSecond(Long.parseLong(text(parts.get(0))), Long.parseLong(text(parts.get(1))) * 1_000);
    }

    /** Asks where a stream stands. */
    static CommandArguments askState(String name) {
        return new CommandArguments(Command.XINFO).add(Keyword.STREAM).add(name);
    }

    /** In this order: the state is cut off where the stream's first or last entry is large. */
    static List<CommandArguments> askTimeAndState(String name) {
        return List.of(new CommandArguments(Command.TIME), askState(name));
    }

    /**
     * Asks for a stream's entries.
     *
     * @param name the stream's
     * @param after the id behind which they lie
     * @param most how many
     * @param block how long the server waits if there is none; zero if it does not
     */
    static CommandArguments askEntries(String name, StreamId after, int most, Duration block) {
        CommandArguments question =
                new CommandArguments(Command.XREAD).add(Keyword.COUNT).add(most);
        if (!block.isZero()) {
            question.add(Keyword.BLOCK).add(block.toMillis());
        }
        return question.add(Keyword.STREAMS).add(name).add(after.toString());
    }

    /**
     * Reads {@code XINFO STREAM}; an error too, since a stream that nobody has written to is none yet. The first and the
     * last entry stand at its end, where it may be cut off.
     */
    static State state(Object answer) {
        if (answer instanceof JedisDataException refused) {
            if (String.valueOf(refused.getMessage()).contains("no such key")) {
                return State.EMPTY;
            }
            throw refused;
        }
        StreamId last = StreamId.ZERO;
        long added = -1;
        for (Object item : (List<?>) answer) {
            if (RespReader.isCut(item)) {
                break;
            }
            KeyValue<?, ?> pair = (KeyValue<?, ?>) item;
            switch (text(pair.getKey())) {
                case "last-generated-id" -> last = StreamId.parse(text(pair.getValue()));
                case "entries-added" -> added = (Long) pair.getValue();
                default -> {}
            }
        }
        return new State(last, added);
    }

    /** Reads {@code XREAD} of one stream: its entries, each a list of its id and its fields. */
    static List<?> entries(@Nullable Object answer) {
        if (answer == null || ((List<?>) answer).isEmpty()) {
            return List.of();
        }
        return (List<?>) ((KeyValue<?, ?>) ((List<?>) answer).get(0)).getValue();
    }
}
