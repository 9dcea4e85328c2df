package io.github.curfew.file;

import io.github.curfew.spi.Batch;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads a topic by listing it again and again. */
final class FileReader implements Reader {
    private final NamespaceDirectory directory;
    private final Topic topic;
    private final Inbox inbox;
    private final Markers markers;
    private final @Nullable Sweeper sweeper;
    private final Pace pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Object lock = new Object();

    private @Nullable Thread polling;
    private long marker;
    private long nextLook = System.nanoTime();

    FileReader(
            NamespaceDirectory directory,
            FilePosition from,
            Markers markers,
            AtomicLong looks,
            @Nullable Sweeper sweeper,
            Duration interval) {
        this.directory = directory;
        this.topic = from.topic();
        this.inbox = new Inbox(directory, from, looks);
        this.markers = markers;
        this.sweeper = sweeper;
        this.pace = new Pace(interval);
        this.marker = from.marker();
    }

    @Override
    public Batch poll(Duration wait) throws InterruptedException {
        synchronized (lock) {
            if (isClosed()) {
                throw TransportException.passing(
                        "the reader of " + directory.place() + " is closed", new IOException("closed"));
            }
            polling = Thread.currentThread();
        }
        try {
            return look(System.nanoTime() + wait.toNanos());
        } catch (IOException e) {
            if (isClosed()) {
                return Batch.EMPTY;
            }
            if (NamespaceDirectory.isInterrupt(e)) {
                Thread.interrupted();
                throw new InterruptedException("interrupted while it read " + directory.place());
            }
            close();
            throw directory.failure("read", TopicListing.directory(topic), e);
        } catch (InterruptedException e) {
            if (isClosed()) {
                return Batch.EMPTY;
            }
            throw e;
        } finally {
            synchronized (lock) {
                polling = null;
                if (isClosed()) {
                    // That of close, which has done its work.
                    Thread.interrupted();
                }
            }
        }
    }

    private Batch look(long deadline) throws IOException, InterruptedException {
        while (!isClosed()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before it read " + directory.place());
            }
            long now = System.nanoTime();
            if (inbox.hasMore() || nextLook - now <= 0) {
                List<Delivery> found = look();
                nextLook = now + pace.pause(System.nanoTime() - now);
                List<String> passedOver = inbox.takePassedOver();
                String lost = inbox.takeLost();
                if (!found.isEmpty() || !passedOver.isEmpty() || lost != null) {
                    return new Batch(found, lost, passedOver);
                }
                now = System.nanoTime();
            }
            if (deadline - now <= 0) {
                return Batch.EMPTY;
            }
            long nanos = Math.min(deadline - now, nextLook - now);
            if (closed.await(Math.max(1, nanos), TimeUnit.NANOSECONDS)) {
                return Batch.EMPTY;
            }
        }
        return Batch.EMPTY;
    }

    private List<Delivery> look() throws IOException {
        List<Delivery> found = new ArrayList<>();
        CrowdedException crowded = null;
        try {
            found.addAll(inbox.next());
        } catch (CrowdedException e) {
            // A marker can still be deleted; and it may be our own leavings that are too many.
            crowded = e;
        }
        if (topic == Topic.SIGNALS) {
            try {
                markers.look();
            } catch (IOException e) {
                // What is in hand first; the trouble will still be there at the next look.
                if (found.isEmpty()) {
                    throw e;
                }
            }
            for (Delivery gone : markers.after(marker)) {
                found.add(gone);
                marker = Markers.number(gone);
            }
        }
        if (sweeper != null && found.isEmpty()) {
            sweeper.sweepIfDue();
        }
        if (found.isEmpty() && crowded != null) {
            throw crowded;
        }
        return found;
    }

    @Override
    public Position position() {
        return inbox.position(marker);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (isClosed()) {
                return;
            }
            closed.countDown();
            Thread other = polling;
            if (other != null && other != Thread.currentThread()) {
                // It may hang in a call to a server that does not answer.
                other.interrupt();
            }
        }
    }
}
