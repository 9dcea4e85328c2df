package io.github.curfew.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection without TLS. */
record PlainPipe(SocketChannel channel) implements Pipe {
    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public boolean write(ByteBuffer from) throws IOException {
        channel.write(from);
        return !from.hasRemaining();
    }

    @Override
    public boolean wantsWrite() {
        return false;
    }

    @Override
    public void finish() throws IOException {
        channel.shutdownOutput();
    }
}
