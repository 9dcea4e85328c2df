package io.github.curfew.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection's bytes in the clear, whatever lies beneath. Never blocks; used by one thread. */
interface Pipe {
    /** Reads what is there: how many bytes, 0 for none just now, -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** Writes what it can; true once nothing is left, here or beneath. */
    boolean write(ByteBuffer from) throws IOException;

    /** Whether something waits to be written that nobody here asked for, as in a handshake. */
    boolean wantsWrite();

    /** Says that nothing more will be written. */
    void finish() throws IOException;
}
