package io.github.curfew.benchmarks.jmh;

import io.github.curfew.model.Signal;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Bytes of a signal. JMH makes one, and calls it from one thread. */
@State(Scope.Thread)
public class SignalEncoding {
    private final Signal signal = Specimens.signal();
    private final List<BareJson.Word> words = words(Codec.encode(signal));

    static List<BareJson.Word> words(Payload payload) {
        try {
            return BareJson.read(payload.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it. */
    @Benchmark
    public Payload curfew() {
        return Codec.encode(signal);
    }

    /** Jackson's generator for the same bytes. */
    @Benchmark
    public byte[] bare() throws IOException {
        return BareJson.write(words);
    }
}
