package io.github.curfew.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, good for one request and one answer, with a time limit on each of its stages. Used by one thread. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);
    private static final Duration LONGEST_RESPONSE = Duration.ofSeconds(10);
    /** Closing at once on somebody who still sends would take the answer from him. */
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);

    private static final int LARGEST_FAREWELL = 1024 * 1024;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum Stage {
        READING,
        WAITING,
        WRITING,
        FAREWELL,
        CLOSED
    }

    private final SocketChannel channel;
    private final Pipe pipe;
    private final SelectionKey key;
    private final RequestReader reader;
    private final Function<RequestReader, Answer> handler;
    private Stage stage = Stage.READING;
    private long deadline = System.nanoTime() + LONGEST_REQUEST.toNanos();
    private @Nullable Answer answer;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private int discarded;

    Connection(
            SocketChannel channel,
            Pipe pipe,
            SelectionKey key,
            RequestReader reader,
            Function<RequestReader, Answer> handler) {
        this.channel = channel;
        this.pipe = pipe;
        this.key = key;
        this.reader = reader;
        this.handler = handler;
    }

    boolean isClosed() {
        return stage == Stage.CLOSED;
    }

    boolean isWaiting() {
        return stage == Stage.WAITING;
    }

    /** Whether its request is not yet whole. */
    boolean isReading() {
        return stage == Stage.READING;
    }

    /** Whether all of its answer is on its way. */
    boolean isAnswered() {
        return stage == Stage.FAREWELL;
    }

    /** Whether an answer is on its way out. */
    boolean isWriting() {
        return stage == Stage.WRITING || stage == Stage.FAREWELL;
    }

    /** When {@link #overdue} has to be called at the latest, as {@link System#nanoTime}. */
    long deadline() {
        return deadline;
    }

    /** Bytes came, or can be sent. Throws nothing. */
    void ready(ByteBuffer shared) {
        guarded(() -> {
            if (stage == Stage.WRITING) {
                write();
            } else {
                read(shared);
            }
        });
    }

    /** Something was reported, or the time is over. */
    void review(boolean isLast) {
        Answer waiting = answer;
        if (stage == Stage.WAITING && waiting != null) {
            guarded(() -> {
                if (isLast || waiting.isDue().getAsBoolean()) {
                    respond(waiting.response().get());
                }
            });
        }
    }

    /** The time of its stage is over. */
    void overdue() {
        switch (stage) {
            case WAITING -> review(true);
            case READING -> {
                if (reader.hasBegun()) {
                    guarded(() -> respond(Response.problem(
                            408,
                            "the request was not whole within " + LONGEST_REQUEST.toSeconds() + " s: send it again")));
                } else {
                    close();
                }
            }
            default -> close();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void guarded(Step step) {
        try {
            step.run();
            if (stage != Stage.CLOSED) {
                boolean wantsWrite = stage == Stage.WRITING || pipe.wantsWrite();
                boolean wantsRead = stage != Stage.WRITING;
                key.interestOps((wantsRead ? SelectionKey.OP_READ : 0) | (wantsWrite ? SelectionKey.OP_WRITE : 0));
            }
        } catch (IOException e) {
            LOG.debug("A connection broke", e);
            close();
        } catch (RuntimeException | Error e) {
            LOG.warn("A connection is closed for a bug of Curfew's; others go on", e);
            close();
        }
    }

    private void read(ByteBuffer shared) throws IOException {
        while (stage != Stage.CLOSED && stage != Stage.WRITING) {
            shared.clear();
            int count = pipe.read(shared);
            if (count < 0) {
                close();
            }
            if (count <= 0) {
                return;
            }
            shared.flip();
            if (stage == Stage.READING) {
                take(shared);
            } else {
                discarded += count;
                if (discarded > LARGEST_FAREWELL) {
                    close();
                }
            }
        }
    }

    private void take(ByteBuffer bytes) throws IOException {
        Response response;
        try {
            reader.feed(bytes);
            if (reader.takeContinue()) {
                // So few bytes on an idle connection are taken at once, or the client is none that we owe more.
                pipe.write(ByteBuffer.wrap(CONTINUE));
            }
            if (!reader.isComplete()) {
                return;
            }
            Answer made = handler.apply(reader);
            answer = made;
            if (!made.isDue().getAsBoolean() && !made.patience().isZero()) {
                stage = Stage.WAITING;
                deadline = System.nanoTime() + made.patience().toNanos();
                return;
            }
            response = made.response().get();
        } catch (Refusal e) {
            response = e.response();
        } catch (RuntimeException e) {
            LOG.warn("A request over http failed for a bug of Curfew's; others go on", e);
            response = Response.problem(500, "Curfew failed at this request: its log on the driver says why");
        }
        respond(response);
    }

    private void respond(Response response) throws IOException {
        answer = null;
        out = response.bytes();
        stage = Stage.WRITING;
        deadline = System.nanoTime() + LONGEST_RESPONSE.toNanos();
        write();
    }

    private void write() throws IOException {
        if (pipe.write(out)) {
            pipe.finish();
            stage = Stage.FAREWELL;
            deadline = System.nanoTime() + LONGEST_FAREWELL.toNanos();
        }
    }

    void close() {
        stage = Stage.CLOSED;
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("Closing a connection threw", e);
        }
    }
}
