package io.github.curfew.engine;

import io.github.curfew.engine.Scheduler.Lane;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a driver has to tell one broker, in order, each until it was told: over any outage, and one at a time, so that no
 * earlier word takes the place of a later one. Bounded; when full, what is expendable goes first. Thread-safe.
 */
final class Outbox {
    private static final int MOST = 10_000;
    /** With a broker that answers otherwise, a letter that was refused so often will not be taken any more. */
    private static final int MOST_REFUSALS = 8;

    private final Transport transport;
    private final Scheduler scheduler;
    private final LinkHealth health;
    private final Backoff backoff;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private boolean sending;
    private boolean waiting;
    private boolean sealed;

    Outbox(Transport transport, Scheduler scheduler, LinkHealth health, RandomGenerator random) {
        this.transport = transport;
        this.scheduler = scheduler;
        this.health = health;
        this.backoff = new Backoff(random);
    }

    /** Something to tell a broker. */
    abstract static class Letter {
        private int refusals;

        /** Tells it. Blocks; throws what the transport throws. */
        abstract void send(Transport transport);

        /** Whether it may be left out when there is too much to tell. */
        boolean isExpendable() {
            return true;
        }

        /** It was never told, and will not be. */
        void givenUp(String cause) {}
    }

    /** Takes a letter and sees to it that it is sent soon, by another thread. Does not block. */
    void post(Letter letter) {
        put(letter);
        scheduler.execute(Lane.BROKER, this::send);
    }

    /**
     * Sends letters on the caller's own thread, so that no other awakes for a driver's beat; what came meanwhile is left
     * to others. Blocks while the broker does.
     */
    void tell(List<Letter> some) {
        some.forEach(this::put);
        send(some.size());
    }

    private void put(Letter letter) {
        Letter dropped;
        synchronized (this) {
            if (sealed) {
                dropped = letter;
            } else {
                dropped = letters.size() < MOST ? null : makeRoom();
                letters.add(letter);
            }
        }
        if (dropped != null) {
            dropped.givenUp("there was too much to tell, or the link was closed");
        }
    }

    private @Nullable Letter makeRoom() {
        Iterator<Letter> oldest = letters.iterator();
        // The first one may be under way.
        oldest.next();
        while (oldest.hasNext()) {
            Letter letter = oldest.next();
            if (letter.isExpendable()) {
                oldest.remove();
                return letter;
            }
        }
        return letters.pollLast();
    }

    /** Sends what there is, unless another thread does so. Blocks while the broker does. */
    void send() {
        send(Integer.MAX_VALUE);
    }

    private void send(int most) {
        int left = most;
        Letter letter = begin();
        while (letter != null) {
            if (left-- == 0) {
                handOver();
                return;
            }
            String refusal = attempt(letter);
            if (refusal == null) {
                letter = next(letter);
            } else if (isHopeless(letter)) {
                letter.givenUp(refusal);
                letter = next(letter);
            } else {
                tryAgainLater();
                return;
            }
        }
    }

    private void handOver() {
        synchronized (this) {
            sending = false;
        }
        scheduler.execute(Lane.BROKER, this::send);
    }

    private synchronized @Nullable Letter begin() {
        if (sending || waiting || letters.isEmpty()) {
            return null;
        }
        sending = true;
        return letters.peek();
    }

    private synchronized @Nullable Letter next(Letter sent) {
        letters.remove(sent);
        Letter next = letters.peek();
        sending = next != null;
        return next;
    }

    private @Nullable String attempt(Letter letter) {
        try {
            letter.send(transport);
            backoff.reset();
            health.writing();
            return null;
        } catch (TransportException e) {
            letter.refusals = e.isWorthRetrying() ? letter.refusals + 1 : Integer.MAX_VALUE;
            return refused(e.getMessage());
        } catch (Throwable e) {
            // A backend's bug must not end the reporting.
            letter.refusals++;
            return refused(e.toString());
        }
    }

    private String refused(@Nullable String cause) {
        String sentence = String.valueOf(cause);
        health.writingFailed(sentence);
        return sentence;
    }

    private boolean isHopeless(Letter letter) {
        return letter.refusals == Integer.MAX_VALUE || (letter.refusals >= MOST_REFUSALS && health.isReading());
    }

    private void tryAgainLater() {
        Duration pause;
        synchronized (this) {
            sending = false;
            waiting = true;
            pause = backoff.next();
        }
        scheduler.after(pause, () -> {
            synchronized (this) {
                waiting = false;
            }
            scheduler.execute(Lane.BROKER, this::send);
        });
    }

    /** The link is back: what waits need not wait any longer. */
    void hurry() {
        synchronized (this) {
            waiting = false;
        }
        backoff.reset();
        scheduler.execute(Lane.BROKER, this::send);
    }

    /** The time is short: only what must be told is, now. The first letter may be under way. */
    void lastCall() {
        synchronized (this) {
            Letter first = letters.peek();
            letters.removeIf(letter -> letter != first && letter.isExpendable());
        }
        hurry();
    }

    synchronized boolean isEmpty() {
        return letters.isEmpty();
    }

    /** Takes nothing any more, and gives up what is still there. */
    void seal() {
        Deque<Letter> left;
        synchronized (this) {
            sealed = true;
            left = new ArrayDeque<>(letters);
            letters.clear();
        }
        left.forEach(letter -> letter.givenUp("the link was closed"));
    }
}
