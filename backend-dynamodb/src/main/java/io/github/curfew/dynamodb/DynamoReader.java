package io.github.curfew.dynamodb;

import io.github.curfew.model.Durations;
import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.TransportException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;

/** Reads by looking again and again. */
final class DynamoReader implements Reader {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoReader.class);

    private static final Duration LONG = Duration.ofSeconds(2);

    private final Calls calls;
    private final Place place;
    private final Source source;
    private final Pace pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread polling;
    private long lastLook;
    private Source.@Nullable Look last;
    private long lastTook;
    /** The lesser of the last two: a server that stood still once says nothing of how much lies there. */
    private long usuallyTook;

    private boolean slow;

    DynamoReader(Calls calls, Place place, Source source, Pace pace) {
        this.calls = calls;
        this.place = place;
        this.source = source;
        this.pace = pace;
    }

    @Override
    public Batch poll(Duration wait) throws InterruptedException {
        if (isClosed()) {
            throw Failures.closed("Query", place);
        }
        polling = Thread.currentThread();
        try {
            return look(System.nanoTime() + wait.toNanos());
        } catch (TransportException e) {
            if (Thread.interrupted() || e.getCause() instanceof AbortedException) {
                throw new InterruptedException("interrupted while it read " + place);
            }
            boolean asked = isClosed();
            close();
            if (asked) {
                return Batch.EMPTY;
            }
            throw e;
        } finally {
            polling = null;
        }
    }

    private Batch look(long end) throws InterruptedException {
        while (!isClosed()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before it read " + place);
            }
            long now = System.nanoTime();
            long due = due(now);
            if (due - now <= 0) {
                Batch batch = look();
                if (!batch.deliveries().isEmpty() || batch.lost() != null) {
                    return batch;
                }
                now = System.nanoTime();
                due = due(now);
            }
            if (end - now <= 0) {
                return Batch.EMPTY;
            }
            // Somebody may have livened it meanwhile.
            long most = pace.idle().toNanos() / 4;
            long nanos = Math.min(end - now, Math.min(due - now, most));
            if (closed.await(Math.max(1, nanos), TimeUnit.NANOSECONDS)) {
                return Batch.EMPTY;
            }
        }
        return Batch.EMPTY;
    }

    private long due(long now) {
        Source.Look before = last;
        return before == null || before.hasMore()
                ? now
                : lastLook + pace.pause(before.units(), usuallyTook).toNanos();
    }

    private Batch look() throws InterruptedException {
        lastLook = System.nanoTime();
        Source.Look look = source.look();
        last = look;
        long took = System.nanoTime() - lastLook;
        usuallyTook = Math.min(took, lastTook);
        lastTook = took;
        if (look.isLively()) {
            pace.liven();
        }
        tellIfSlow(look);
        return look.batch();
    }

    /** Whoever waits for a signal shall know why it takes so long. */
    private void tellIfSlow(Source.Look look) {
        Duration pause = pace.pause(look.units(), usuallyTook);
        boolean now = pause.compareTo(pace.idle().multipliedBy(2)) > 0 && pause.compareTo(LONG) > 0;
        if (now && !slow) {
            LOG.warn(
                    "So much lies in {} that one look costs {} read units, and Curfew looks only every {}: remove what is"
                            + " not needed, and see that the table's time to live is the attribute {}",
                    place,
                    Math.round(look.units()),
                    Durations.text(Duration.ofMillis(pause.toMillis())),
                    Table.EXPIRES);
        }
        slow = now;
    }

    @Override
    public Position position() {
        return source.position();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        Thread other = polling;
        if (other != null && other != Thread.currentThread()) {
            calls.abort(other);
        }
    }
}
