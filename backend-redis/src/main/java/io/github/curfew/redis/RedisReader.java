package io.github.curfew.redis;

import io.github.curfew.redis.RedisLink.Push;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
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
    /** How seldom an idle stream is asked whether it is still the same. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /** How old the server's time may be; it bounds from below when a message on the channel was published. */
    private static final Duration TIME_AGAIN = Duration.ofSeconds(1);

    private static final int FEWEST = 4;
    private static final int MOST = 256;
    private static final int LARGE = 1024 * 1024;

    private final RedisTransport transport;
    private final Topic topic;
    private final String name;
    private final RedisLink link;
    private final Hearing hearing;
    private final RedisLedger ledger;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final List<Delivery> ready = new ArrayList<>();
    private Position returned;
    private @Nullable String lost;
    private int unsubscribed;
    private int count = FEWEST;
    private boolean caughtUp;
    private boolean lookDue;
    private boolean large;
    private boolean readSinceLook;
    private long lookedAt;
    private long answerDue;
    private @Nullable RuntimeException broken;

    /** What the server was asked for and has not answered yet. */
    private enum Asked {
        TIME,
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
        answered(Asked.STATE, state());
        large = link.answerSize() > LARGE;
        if (topic == Topic.SIGNALS) {
            if (!caughtUp && lost == null) {
                answered(Asked.ENTRIES, link.executeCommand(askEntries(1, Duration.ZERO)));
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

    /** Asked without listening: a cluster's node says here whether the stream is another's. */
    private Object state() {
        try {
            return link.executeCommand(RedisReplies.askState(name));
        } catch (JedisDataException e) {
            return e;
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
                if (asked.isEmpty() && isLookDue() && large) {
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
                        return Batch.EMPTY;
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

    private boolean isLookDue() {
        return lookDue || (caughtUp && System.nanoTime() - lookedAt > LOOK_AGAIN.toNanos());
    }

    /** The state tells the first and the last entry too, which may be more than a subscribed connection is given. */
    private void lookElsewhere() {
        ledger.look();
        Duration within = transport.settings().timeout();
        answered(Asked.STATE, transport.perform("reading", topic, within, (other, end) -> {
            Object state = other.atomically(List.of(RedisReplies.askState(name)), within)
                    .get(0);
            large = other.answerSize() > LARGE;
            return state;
        }));
    }

    private void ask() {
        long now = System.nanoTime();
        Duration block = Duration.ZERO;
        List<CommandArguments> questions = new ArrayList<>(2);
        if (link.sinceTime().compareTo(TIME_AGAIN) > 0) {
            questions.add(new CommandArguments(Command.TIME));
            asked.add(Asked.TIME);
        }
        if (isLookDue()) {
            ledger.look();
            questions.add(RedisReplies.askState(name));
            asked.add(Asked.STATE);
        } else {
            if (caughtUp) {
                block = transport.settings().keepAlive();
                transport.links().closeIdle();
            }
            questions.add(askEntries(count, block));
            asked.add(caughtUp ? Asked.NEXT_ENTRIES : Asked.ENTRIES);
        }
        link.ask(questions);
        answerDue = now + block.plus(transport.settings().timeout()).toNanos();
    }

    private CommandArguments askEntries(int most, Duration block) {
        CommandArguments question =
                new CommandArguments(Command.XREAD).add(Keyword.COUNT).add(most);
        if (!block.isZero()) {
            question.add(Keyword.BLOCK).add(block.toMillis());
        }
        return question.add(Keyword.STREAMS).add(name).add(ledger.last().toString());
    }

    /** Takes in what comes next, and says whether anything came. */
    private boolean hear(Duration wait) {
        Object said;
        try {
            said = link.next(wait.compareTo(SLICE) < 0 ? wait : SLICE);
        } catch (JedisDataException e) {
            if (asked.peek() != Asked.STATE) {
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
            case STATE -> {
                lookDue = false;
                readSinceLook = false;
                lookedAt = System.nanoTime();
                lost = ledger.compare(RedisReplies.state(Objects.requireNonNull(answer)));
                caughtUp = ledger.isAtEnd();
            }
            case ENTRIES -> entries(RedisReplies.entries(answer), false);
            case NEXT_ENTRIES -> entries(RedisReplies.entries(answer), true);
        }
    }

    private void entries(List<?> entries, boolean waited) {
        boolean cut = RespReader.isCut(entries);
        // Where the first is cut off, it is too large; where a later one is, it comes again.
        int whole = cut ? Math.max(1, entries.size() - 1) : entries.size();
        for (Object item : entries.subList(0, whole)) {
            List<?> entry = (List<?>) item;
            StreamId id = StreamId.parse(RedisReplies.text(entry.get(0)));
            ready.add(RedisEntry.fromStream(id, entry.get(1), ledger.pass(id)));
        }
        if (entries.isEmpty() && !waited) {
            lost = ledger.foundNothing();
        }
        caughtUp = !cut && entries.size() < count;
        // After a read that waited, a look can wait too, until nothing comes: the next message must not wait for it.
        lookDue = caughtUp && (waited ? entries.isEmpty() && readSinceLook : !entries.isEmpty());
        readSinceLook |= !entries.isEmpty();
        // Somebody may have put large things there, of which many at once would not fit into anybody's memory.
        count = link.answerSize() > LARGE ? Math.max(1, count / 4) : Math.min(MOST, count * 2);
        large |= link.answerSize() > LARGE;
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
