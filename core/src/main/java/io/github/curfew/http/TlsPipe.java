package io.github.curfew.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.jspecify.annotations.Nullable;

/** A connection with TLS, on the server's side. Its buffers are made when its first byte comes. */
final class TlsPipe implements Pipe {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** More turns than any handshake needs; whoever sends records without content must not keep the thread. */
    private static final int MOST_TURNS = 64;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private @Nullable Buffers buffers;

    /** What came and is not yet read; what is in the clear; what is not yet sent. */
    private record Buffers(ByteBuffer in, ByteBuffer clear, ByteBuffer out) {}

    TlsPipe(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        engine.setUseClientMode(false);
    }

    private Buffers buffers() {
        if (buffers == null) {
            int packet = engine.getSession().getPacketBufferSize();
            buffers = new Buffers(
                    ByteBuffer.allocate(packet),
                    ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()),
                    ByteBuffer.allocate(packet * 2));
        }
        return buffers;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        Buffers held = buffers();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            if (held.clear().position() > 0) {
                return pour(held.clear(), into);
            }
            flush(held);
            boolean ended = channel.read(held.in()) < 0;
            held.in().flip();
            SSLEngineResult result = engine.unwrap(held.in(), held.clear());
            held.in().compact();
            boolean moved = result.bytesConsumed() > 0 || result.bytesProduced() > 0;
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                flush(held);
                return -1;
            }
            boolean helped = shake(held, result.getHandshakeStatus());
            if (held.clear().position() == 0 && !moved && !helped) {
                return ended ? -1 : 0;
            }
        }
        throw new IOException("too many records without content");
    }

    private static int pour(ByteBuffer clear, ByteBuffer into) {
        clear.flip();
        int count = Math.min(clear.remaining(), into.remaining());
        into.put(clear.slice(clear.position(), count));
        clear.position(clear.position() + count);
        clear.compact();
        return count;
    }

    /** Does what the handshake needs of us; false if that is nothing. */
    private boolean shake(Buffers held, HandshakeStatus first) throws IOException {
        boolean helped = false;
        HandshakeStatus status = first;
        while (true) {
            switch (status) {
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                    helped = true;
                    status = engine.getHandshakeStatus();
                }
                case NEED_WRAP -> {
                    flush(held);
                    if (held.out().remaining() < engine.getSession().getPacketBufferSize()) {
                        return helped;
                    }
                    SSLEngineResult result = engine.wrap(NOTHING.duplicate(), held.out());
                    flush(held);
                    helped = true;
                    if (result.bytesProduced() == 0) {
                        return helped;
                    }
                    status = result.getHandshakeStatus();
                }
                default -> {
                    return helped;
                }
            }
        }
    }

    @Override
    public boolean write(ByteBuffer from) throws IOException {
        Buffers held = buffers();
        while (true) {
            flush(held);
            boolean hasRoom = held.out().remaining() >= engine.getSession().getPacketBufferSize();
            if (!from.hasRemaining() || !hasRoom) {
                return !from.hasRemaining() && held.out().position() == 0;
            }
            SSLEngineResult result = engine.wrap(from, held.out());
            // Somebody who begins another handshake in the midst of an answer must not keep the thread.
            if (result.getStatus() == SSLEngineResult.Status.CLOSED
                    || (result.bytesConsumed() == 0 && result.bytesProduced() == 0)) {
                throw new IOException("the other side has closed TLS, or begun another handshake");
            }
        }
    }

    private void flush(Buffers held) throws IOException {
        held.out().flip();
        channel.write(held.out());
        held.out().compact();
    }

    @Override
    public boolean wantsWrite() {
        return buffers != null && buffers.out().position() > 0;
    }

    @Override
    public void finish() throws IOException {
        Buffers held = buffers();
        engine.closeOutbound();
        if (held.out().remaining() >= engine.getSession().getPacketBufferSize()) {
            engine.wrap(NOTHING.duplicate(), held.out());
        }
        flush(held);
        channel.shutdownOutput();
    }
}
