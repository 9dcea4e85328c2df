package io.github.curfew.benchmarks.jmh;

import io.github.curfew.model.Signal;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A signal of its bytes. JMH makes one, and calls it from one thread. */
@State(Scope.Thread)
public class SignalDecoding {
    private final Payload payload = Codec.encode(Specimens.signal());
    private final byte[] bytes = payload.bytes();

    /** Reads and checks it. */
    @Benchmark
    public Signal curfew() {
        return Codec.decodeSignal(payload, Map.of(), Specimens.NOBODYS);
    }

    /** Jackson's parser over the same bytes. */
    @Benchmark
    public List<?> bare() throws IOException {
        return BareJson.read(bytes);
    }
}
