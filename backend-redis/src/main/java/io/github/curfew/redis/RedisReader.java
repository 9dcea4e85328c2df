package io.github.curfew.redis;

import io.github.curfew.redis.RedisLink.Push;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Hears a channel and a stream on one connection. In RESP 3 the server says what is published on a channel also while it
 * holds back its answer to a blocking read of the stream. That read ends, with nothing, once in each keep-alive: thus a
 * link that is dead without having been closed is noticed, and nothing is polled beyond that.
 */
final class RedisReader implements Reader {
    /**
     * How soon an interrupt is noticed, which a socket knows nothing of; closing ends a poll at once. Each slice wakes an
     * idle driver, which at four a second was a good part of what it costs.
     */
    private static final Duration SLICE = Duration.ofSeconds(2);

    /** How old the server's time may be; it bounds from below when a message on the channel was published. */
    private static final Duration TIME_AGAIN = Duration.ofSeconds(1);

    private final RedisTransport transport;
    private final Topic topic;
    private final String name;
    private final RedisLink link;
    private final Hearing hearing;
    private final RedisLedger ledger;
    private final ReadingPace pace;
    private final Changes changes = new Changes();
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final List<Delivery> ready = new ArrayList<>();
    private Position returned;
    private @Nullable String lost;
    private int unsubscribed;
    /** Whether the stream's first or last entry was large. */
    private boolean large;

    private long answerDue;
    private @Nullable RuntimeException broken;

    /** What the server was asked for and has not answered yet. */
    private enum Asked {
        TIME,
        CHANGES,
        STATE,
        ENTRIES,
        NEXT_ENTRIES
    }

    RedisReader(RedisTransport transport, Topic topic, RedisPosition from, RedisLink link) {
        this.transport = transport;
        this.topic = topic;
        this.name = transport.names().of(topic);
        this.link = link;
        this.returned = from;
        this.hearing = new Hearing(transport.nextMoment());
        this.ledger = new RedisLedger(name, from, transport.newest(topic));
        this.pace = new ReadingPace(transport.lookAgain());
    }

    /**
     * Looks at the stream, subscribes, and waits until that holds: what is typed from now on is heard. The server closes
     * a connection that has subscribed and is to be given more than some megabytes at once, which somebody may have put
     * into one entry. So the entry where reading begins is read before that: whatever it is, the next reader is past it.
     *
     * <p>Who has noticed a loss does not fail: the next reader might not notice it, and this one tells it first.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if the server refuses or is silent
     */
    void begin() {
        ledger.look();
        // Without listening: a cluster's node says here whether the stream is another's.
        answered(Asked.STATE, link.answer(RedisReplies.askState(name)));
        large = ReadingPace.isLarge(link.answerSize());
        if (topic == Topic.SIGNALS) {
            if (!pace.isCaughtUp() && lost == null) {
                entries(link.executeCommand(RedisReplies.askEntries(name, ledger.last(), 1, Duration.ZERO)), false);
            }
            try {
                subscribe();
            } catch (RuntimeException e) {
                if (lost == null) {
                    throw e;
                }
                broken = e;
            }
        }
    }

    private void subscribe() {
        unsubscribed = 2;
        link.ask(List.of(new CommandArguments(Command.SUBSCRIBE)
                .add(name)
                .add(transport.names().fence())));
        long end = System.nanoTime() + transport.settings().timeout().toNanos();
        while (unsubscribed > 0) {
            if (System.nanoTime() >= end) {
                throw new JedisConnectionException("the server did not confirm the subscription in time");
            }
            hear(left(end));
        }
        hearing.subscribed(transport.nextMoment());
    }

    @Override
    public Batch poll(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (ready.isEmpty() && lost == null) {
                if (broken != null) {
                    throw broken;
                }
                if (asked.isEmpty() && pace.isLookDue() && large) {
                    lookElsewhere();
                    continue;
                }
                if (asked.isEmpty()) {
                    ask();
                }
                if (!hear(left(end - answerDue < 0 ? end : answerDue))) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while listening to " + name);
                    }
                    if (System.nanoTime() - answerDue > 0) {
                        throw new JedisConnectionException("the server gave no sign of life in time");
                    }
                    if (System.nanoTime() - end >= 0) {
                        break;
                    }
                }
            }
        } catch (RuntimeException e) {
            broken = e;
            if (ready.isEmpty() && lost == null) {
                throw transport.failed("listening to", topic, link, e);
            }
            // What came before it counts; the next call will throw it.
        }
        Batch batch = new Batch(ready, lost);
        ready.clear();
        lost = null;
        returned = ledger.position();
        return batch;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    /**
     * The state tells the first and the last entry too, which may be more than a subscribed connection is given, and which no
     * driver shall be sent again and again while nothing has changed.
     */
    private void lookElsewhere() {
        if (changes.areNone()) {
            pace.looked(true);
            return;
        }
        boolean willBeTold = changes.willBeTold();
        ledger.look();
        Duration within = transport.settings().timeout();
        answered(Asked.STATE, transport.perform("reading", topic, within, (other, end) -> {
            Object state = other.atomically(List.of(RedisReplies.askState(name)), within)
                    .get(0);
            large = ReadingPace.isLarge(other.answerSize());
            return state;
        }));
        if (willBeTold && lost == null) {
            changes.looked();
        }
    }

    private void ask() {
        long now = System.nanoTime();
        Duration block = Duration.ZERO;
        List<CommandArguments> questions = new ArrayList<>(2);
        if (link.sinceTime().compareTo(TIME_AGAIN) > 0) {
            questions.add(new CommandArguments(Command.TIME));
            asked.add(Asked.TIME);
        }
        if (pace.isLookDue()) {
            ledger.look();
            questions.add(RedisReplies.askState(name));
            asked.add(Asked.STATE);
        } else {
            if (pace.isCaughtUp()) {
                block = transport.settings().keepAlive();
                transport.links().closeIdle();
            }
            if (large && changes.ask(questions)) {
                asked.add(Asked.CHANGES);
            }
            questions.add(RedisReplies.askEntries(name, ledger.last(), pace.count(), block));
            changes.reading();
            asked.add(pace.isCaughtUp() ? Asked.NEXT_ENTRIES : Asked.ENTRIES);
        }
        link.ask(questions);
        answerDue = now + block.plus(transport.settings().timeout()).toNanos();
    }

    /** Takes in what comes next, and says whether anything came. */
    private boolean hear(Duration wait) {
        Object said;
        try {
            said = link.next(wait.compareTo(SLICE) < 0 ? wait : SLICE);
        } catch (JedisDataException e) {
            if (asked.peek() != Asked.STATE && asked.peek() != Asked.CHANGES) {
                throw e;
            }
            said = e;
        }
        if (said == RedisLink.NOTHING) {
            return false;
        }
        if (said instanceof Push push) {
            heard(push);
            return true;
        }
        Asked what = asked.poll();
        if (what == null) {
            throw new JedisConnectionException("the server answered what nobody asked");
        }
        answered(what, said);
        return true;
    }

    private void heard(Push push) {
        // What our own publisher said: the stream brings it at the same moment, which must not wait for more.
        if (push.isInStream()) {
            return;
        }
        switch (push.text(0)) {
            case "subscribe" -> unsubscribed--;
            case "invalidate" -> changes.told();
            case "message" -> {
                if (push.text(1).equals(transport.names().fence())) {
                    hearing.fence(push.text(2));
                } else if (push.parts().get(2) instanceof byte[] message) {
                    ready.add(RedisEntry.fromChannel(message, link.lastTime(), hearing.message()));
                }
            }
            default -> {}
        }
    }

    private void answered(Asked what, @Nullable Object answer) {
        switch (what) {
            case TIME -> link.tookTime(Objects.requireNonNull(answer));
            case CHANGES -> changes.answered(answer);
            case STATE -> {
                lost = ledger.compare(RedisReplies.state(Objects.requireNonNull(answer)));
                pace.looked(ledger.isAtEnd());
            }
            case ENTRIES -> entries(answer, false);
            case NEXT_ENTRIES -> entries(answer, true);
        }
    }

    private void entries(@Nullable Object answer, boolean waited) {
        List<?> entries = RedisReplies.entries(answer);
        boolean cut = RespReader.isCut(entries);
        // Where the first is cut off, it is too large; where a later one is, it comes again.
        int whole = cut ? Math.max(1, entries.size() - 1) : entries.size();
        Instant now = link.serverTime();
        for (Object item : entries.subList(0, whole)) {
            List<?> entry = (List<?>) item;
            StreamId id = StreamId.parse(RedisReplies.text(entry.get(0)));
            ready.add(RedisEntry.fromStream(id, entry.get(1), ledger.pass(id), now));
        }
        if (entries.isEmpty() && !waited) {
            lost = ledger.foundNothing();
        }
        pace.read(entries.size(), cut, waited, link.answerSize());
        large |= ReadingPace.isLarge(link.answerSize());
    }

    @Override
    public Position position() {
        return returned;
    }

    @Override
    public void close() {
        transport.links().close(link);
    }
}
