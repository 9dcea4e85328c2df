package io.github.curfew.redis;

import io.github.curfew.redis.RedisReplies.State;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of what a reader has read, and compares it with what the stream says of itself: an entry that was
 * trimmed before it was read is missed in the count, and a server that has lost its newest data stands before where it
 * stood. Where the count of a lost stream happens to be the same again, nothing is noticed.
 */
final class RedisLedger {
    private final String name;
    private final AtomicReference<StreamId> newest;
    private StreamId last;
    private long added;
    private StreamId doubt;
    private StreamId newestAtLook = StreamId.ZERO;
    private State looked = State.EMPTY;
    private boolean atEnd;

    /**
     * Begins.
     *
     * @param name the stream's
     * @param from where reading begins
     * @param newest the newest id of this stream that anybody here has seen
     */
    RedisLedger(String name, RedisPosition from, AtomicReference<StreamId> newest) {
        this.name = name;
        this.newest = newest;
        this.last = from.last();
        this.added = from.added();
        this.doubt = from.doubt();
    }

    StreamId last() {
        return last;
    }

    /** Whether the last look found nothing behind where it stands. */
    boolean isAtEnd() {
        return atEnd;
    }

    /** Before the stream is asked where it stands: what others see from now on may be later than its answer. */
    void look() {
        newestAtLook = Objects.requireNonNull(newest.get());
    }

    /**
     * Compares.
     *
     * @param state what the stream answered
     * @return one sentence if something is lost, else null
     */
    @Nullable String compare(State state) {
        boolean counted = added >= 0 && state.added() >= 0;
        StreamId known = StreamId.later(last, newestAtLook);
        if (state.last().compareTo(known) < 0 || (counted && state.added() < added)) {
            return rewind(state, known);
        }
        looked = state;
        atEnd = state.last().equals(last);
        return atEnd ? reachedEnd() : null;
    }

    /**
     * There is nothing behind where we stand. What the stream said of itself when it was looked at tells whether something
     * is lost, unless we have read on behind that: then the next look tells.
     *
     * @return one sentence if something is lost, else null
     */
    @Nullable String foundNothing() {
        boolean isBehindTheLook = last.compareTo(looked.last()) > 0;
        last = StreamId.later(last, looked.last());
        atEnd = true;
        return isBehindTheLook ? null : reachedEnd();
    }

    private @Nullable String reachedEnd() {
        long missed = added >= 0 && looked.added() >= 0 ? looked.added() - added : 0;
        added = looked.added();
        return missed <= 0
                ? null
                : missed + (missed == 1 ? " message was" : " messages were") + " trimmed or deleted from the stream "
                        + name + " before this reader had seen them";
    }

    /** What was seen before stays there or is gone; what is new may stand anywhere, even under an id that was given. */
    private String rewind(State state, StreamId known) {
        doubt = StreamId.later(doubt, known);
        looked = state;
        newest.set(state.last());
        last = StreamId.ZERO;
        added = state.last().equals(StreamId.ZERO) ? state.added() : -1;
        atEnd = state.last().equals(StreamId.ZERO);
        return "Redis has lost data: the stream " + name + " had come to " + known + " and ends at " + state.last()
                + " now; what is left is read again, and messages that nobody had read may be gone";
    }

    /**
     * Goes on behind an entry.
     *
     * @param id the entry's
     * @return whether the id may be another's again
     */
    boolean pass(StreamId id) {
        last = id;
        newest.accumulateAndGet(id, StreamId::later);
        if (added >= 0) {
            added++;
        }
        return id.compareTo(doubt) <= 0;
    }

    RedisPosition position() {
        return new RedisPosition(last, added, doubt, null);
    }
}
