package io.github.curfew.redis;

import io.github.curfew.redis.Hearing.Fence;
import io.github.curfew.redis.RedisReplies.State;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * Publishes to a stream and to the channel of the same name in one step of the server, so that whoever was away finds in
 * the stream what others heard on the channel.
 */
final class RedisTransport implements Transport {
    private static final Capabilities CAPABILITIES =
            new Capabilities(true, true, Duration.ofMillis(1), Capabilities.LARGEST_MESSAGE);
    private static final Duration TRIM_EVERY = Duration.ofMinutes(1);
    private static final int MOST_REFERRALS = 5;
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final Duration lookAgain;
    private final RedisSettings settings;
    private final RedisNames names;
    private final RedisNodes nodes;
    private final RedisLinks links;
    /** Numbers moments, so that it can be told which of two came first. */
    private final AtomicLong moments = new AtomicLong();

    private final Map<Topic, AtomicReference<StreamId>> newest = new EnumMap<>(Topic.class);
    private final Map<Topic, AtomicLong> trimmed = new EnumMap<>(Topic.class);

    /** Something to do on a connection. */
    interface Work<T> {
        /**
         * Does it.
         *
         * @param link which nobody else uses meanwhile
         * @param end until when, by {@link System#nanoTime}
         */
        T on(RedisLink link, long end);
    }

    RedisTransport(RedisSettings settings, RedisNames names) {
        this(settings, names, LOOK_AGAIN);
    }

    RedisTransport(RedisSettings settings, RedisNames names, Duration lookAgain) {
        this.lookAgain = lookAgain;
        this.settings = settings;
        this.names = names;
        nodes = new RedisNodes(settings);
        links = new RedisLinks(nodes);
        for (Topic topic : Topic.values()) {
            newest.put(topic, new AtomicReference<>(StreamId.ZERO));
            trimmed.put(topic, new AtomicLong(System.nanoTime() - TRIM_EVERY.toNanos()));
        }
    }

    RedisSettings settings() {
        return settings;
    }

    /** How seldom a reader asks an idle stream whether it is still the same. */
    Duration lookAgain() {
        return lookAgain;
    }

    RedisNames names() {
        return names;
    }

    RedisLinks links() {
        return links;
    }

    /** The newest id of a topic that anybody here has seen: a server that stands before it has lost data. */
    AtomicReference<StreamId> newest(Topic topic) {
        return newest(topic, newest);
    }

    private static <T> T newest(Topic topic, Map<Topic, T> map) {
        T found = map.get(topic);
        if (found == null) {
            throw new IllegalStateException("no such topic: " + topic);
        }
        return found;
    }

    long nextMoment() {
        return moments.incrementAndGet();
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        String name = names.of(message.topic());
        byte[] body = message.body().bytes();
        if (body.length > CAPABILITIES.largestMessage()) {
            throw TransportException.lasting(
                    "publishing to " + name + " failed: the message has " + body.length + " bytes, and "
                            + CAPABILITIES.largestMessage() + " are the most",
                    new IllegalArgumentException("message too large"));
        }
        // The newest id may be ahead of the server's clock: given by hand, or before that clock was set back.
        boolean askTime = message.topic() == Topic.REPORTS;
        return perform("publishing to", message.topic(), timeout, (link, end) -> {
            boolean trim = isTimeToTrim(message.topic());
            List<CommandArguments> commands = commands(name, body, link, trim);
            if (askTime || trim) {
                commands.add(new CommandArguments(Command.TIME));
            }
            List<Object> done = link.atomically(commands, left(end));
            if (done.get(0) instanceof JedisDataException refused) {
                throw refused;
            }
            StreamId id = StreamId.parse(RedisReplies.text(done.get(0)));
            newest(message.topic()).accumulateAndGet(id, StreamId::later);
            Instant time = id.timeUnlessAhead(link.serverTime());
            if (askTime || trim) {
                // As ids have it, for both are compared.
                Instant now = link.tookTime(done.get(done.size() - 1)).truncatedTo(ChronoUnit.MILLIS);
                time = time == null || time.isAfter(now) ? now : time;
            }
            return new Receipt(RedisEntry.identity(id, message.body()), time);
        });
    }

    private List<CommandArguments> commands(String name, byte[] body, RedisLink link, boolean trim) {
        List<CommandArguments> commands = new ArrayList<>();
        commands.add(new CommandArguments(Command.XADD)
                .add(name)
                .add(Keyword.MAXLEN)
                .add("~")
                .add(settings.maxLength())
                .add("*")
                .add(RedisEntry.BODY)
                .add(body));
        commands.add(new CommandArguments(Command.PUBLISH).add(name).add(RedisEntry.onChannel(body)));
        if (trim) {
            // By the server's clock: ours may be days ahead.
            Instant oldest = link.serverTime().minus(settings.keep());
            commands.add(new CommandArguments(Command.XTRIM)
                    .add(name)
                    .add(Keyword.MINID)
                    .add("~")
                    .add(Math.max(0, oldest.toEpochMilli())));
        }
        return commands;
    }

    private boolean isTimeToTrim(Topic topic) {
        AtomicLong last = newest(topic, trimmed);
        long then = last.get();
        long now = System.nanoTime();
        return now - then >= TRIM_EVERY.toNanos() && last.compareAndSet(then, now);
    }

    @Override
    public Position end(Topic topic) {
        String name = names.of(topic);
        boolean fenced = topic == Topic.SIGNALS;
        return perform("reading", topic, settings.timeout().multipliedBy(2), (link, end) -> {
            List<CommandArguments> commands = new ArrayList<>(RedisReplies.askTimeAndState(name));
            long asked = nextMoment();
            if (fenced) {
                commands.add(
                        new CommandArguments(Command.PUBLISH).add(names.fence()).add(asked));
            }
            List<Object> answers = link.atomically(commands, left(end));
            Instant time = link.tookTime(answers.get(0));
            State state = RedisReplies.state(answers.get(1));
            newest(topic).accumulateAndGet(state.last(), StreamId::later);
            // What appears later with an id of long before now was not published in the usual course.
            StreamId doubt = StreamId.before(time.minusSeconds(1));
            return new RedisPosition(
                    state.last(), state.added(), doubt, fenced ? new Fence(asked, nextMoment()) : null);
        });
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        String name = names.of(topic);
        return perform("reading", topic, settings.timeout().multipliedBy(2), (link, end) -> {
            List<Object> answers = link.atomically(RedisReplies.askTimeAndState(name), left(end));
            StreamId then = StreamId.before(link.tookTime(answers.get(0)).minus(ago));
            State state = RedisReplies.state(answers.get(1));
            return then.compareTo(state.last()) >= 0
                    ? new RedisPosition(state.last(), state.added(), StreamId.ZERO, null)
                    : new RedisPosition(then, -1, StreamId.ZERO, null);
        });
    }

    @Override
    public Reader read(Topic topic, Position from) {
        if (!(from instanceof RedisPosition position)) {
            throw new IllegalArgumentException("not a position of this transport: " + from);
        }
        long end = System.nanoTime() + settings.timeout().multipliedBy(2).toNanos();
        return referred(
                "reading",
                topic,
                () -> links.open(end),
                (link, until) -> {
                    RedisReader reader = new RedisReader(this, topic, position, link);
                    reader.begin();
                    return reader;
                },
                end,
                false);
    }

    /** Works on a connection that nobody reads from. */
    <T> T perform(String doing, Topic topic, Duration within, Work<T> work) {
        long end = System.nanoTime() + within.toNanos();
        return referred(doing, topic, () -> links.borrow(end), work, end, true);
    }

    /** Where connections come from. */
    private interface Source {
        RedisLink get();
    }

    /** Works on a connection; on another one when a cluster's node refers to it, or when a restart left this one dead. */
    private <T> T referred(String doing, Topic topic, Source source, Work<T> work, long end, boolean giveBack) {
        int referrals = 0;
        while (true) {
            RedisLink link = null;
            try {
                link = source.get();
                T result = work.on(link, end);
                if (giveBack) {
                    links.giveBack(link);
                }
                return result;
            } catch (RuntimeException e) {
                failed(link, e);
                boolean stale = isStale(link, e);
                if (stale) {
                    links.closeAllIdle();
                }
                boolean moved = e instanceof JedisMovedDataException && ++referrals <= MOST_REFERRALS;
                if (!stale && !moved) {
                    throw failure(doing, topic, e);
                }
            }
        }
    }

    /**
     * Whether the connection had died while nobody used it. If the server has done after all what it did not answer, it
     * does it twice: a message has its identity, by which the second one is known.
     */
    private static boolean isStale(@Nullable RedisLink link, RuntimeException e) {
        return link != null
                && link.wasIdle()
                && (Failures.isBroken(e) || (link.wasIdleForLong() && Failures.isSilence(e)));
    }

    private void failed(@Nullable RedisLink link, RuntimeException e) {
        if (link != null) {
            links.close(link);
        }
        if (e instanceof JedisMovedDataException moved) {
            nodes.moved(moved.getTargetNode(), link == null ? null : link.getHostAndPort());
        }
    }

    /** Ends a reader's connection after an error, and puts the error into a sentence. */
    TransportException failed(String doing, Topic topic, RedisLink link, RuntimeException e) {
        failed(link, e);
        return failure(doing, topic, e);
    }

    private TransportException failure(String doing, Topic topic, RuntimeException e) {
        return e instanceof TransportException known
                ? known
                : Failures.of(doing + " " + names.of(topic), settings.url(), e);
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    @Override
    public void close() {
        links.close();
    }
}
