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
    private @Nullable String lost;
    private int unsubscribed;
    private int count = FEWEST;
    private boolean caughtUp;
    private boolean lookDue = true;
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
        this.hearing = new Hearing(transport.nextMoment());
        this.ledger = new RedisLedger(name, from, transport.newest(topic));
    }

    /**
     * Subscribes, and waits until that holds: what is typed from now on is heard.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if the server refuses or is silent
     */
    void begin() {
        // Asked once without listening: a cluster's node says here whether the stream is another's.
        try {
            Object state = link.executeCommand(
                    new CommandArguments(Command.XINFO).add(Keyword.STREAM).add(name));
            RedisReplies.state(state);
        } catch (JedisDataException e) {
            RedisReplies.state(e);
        }
        if (topic == Topic.SIGNALS) {
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
    }

    @Override
    public Batch poll(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (ready.isEmpty() && lost == null) {
                throwIfBroken();
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
        return batch;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    private void throwIfBroken() {
        if (broken != null) {
            throw broken;
        }
    }

    private void ask() {
        long now = System.nanoTime();
        Duration block = Duration.ZERO;
        if (caughtUp && now - lookedAt > LOOK_AGAIN.toNanos()) {
            lookDue = true;
        }
        List<CommandArguments> questions = new ArrayList<>(2);
        if (link.sinceTime().compareTo(TIME_AGAIN) > 0) {
            questions.add(new CommandArguments(Command.TIME));
            asked.add(Asked.TIME);
        }
        CommandArguments question;
        if (lookDue) {
            ledger.look();
            question = new CommandArguments(Command.XINFO).add(Keyword.STREAM).add(name);
            asked.add(Asked.STATE);
        } else {
            question = new CommandArguments(Command.XREAD).add(Keyword.COUNT).add(count);
            if (caughtUp) {
                block = transport.settings().keepAlive();
                question.add(Keyword.BLOCK).add(block.toMillis());
                transport.links().closeIdle();
            }
            question.add(Keyword.STREAMS).add(name).add(ledger.last().toString());
            asked.add(caughtUp ? Asked.NEXT_ENTRIES : Asked.ENTRIES);
        }
        questions.add(question);
        link.ask(questions);
        answerDue = now + block.plus(transport.settings().timeout()).toNanos();
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
        if (push.parts().size() > 2
                && push.parts().get(2) instanceof byte[] message
                && RedisEntry.isInStream(message)) {
            return;
        }
        switch (push.text(0)) {
            case "subscribe" -> unsubscribed--;
            case "message" -> {
                if (push.text(1).equals(transport.names().fence())) {
                    hearing.fence(Long.parseLong(push.text(2)));
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
        int size = 0;
        for (Object item : entries) {
            List<?> entry = (List<?>) item;
            StreamId id = StreamId.parse(RedisReplies.text(entry.get(0)));
            List<?> fields = entry.get(1) instanceof List<?> list ? list : List.of();
            Delivery delivery = RedisEntry.fromStream(id, fields, ledger.pass(id));
            size += delivery.body().size();
            ready.add(delivery);
        }
        if (entries.isEmpty() && !waited) {
            lost = ledger.foundNothing();
        }
        caughtUp = entries.size() < count;
        // After a read that waited, a look can wait too, until nothing comes: the next message must not wait for it.
        lookDue = caughtUp && (waited ? entries.isEmpty() && readSinceLook : !entries.isEmpty());
        readSinceLook |= !entries.isEmpty();
        // Somebody may have put large things there, of which many at once would not fit into anybody's memory.
        count = size > LARGE ? Math.max(1, count / 4) : Math.min(MOST, count * 2);
    }

    @Override
    public Position position() {
        return ledger.position();
    }

    @Override
    public void close() {
        transport.links().close(link);
    }
}
