package io.github.curfew.benchmarks.jmh;

import io.github.curfew.model.Report;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A report of its bytes. JMH makes one, and calls it from one thread. */
@State(Scope.Thread)
public class ReportDecoding {
    private final Payload payload = Codec.encode(Specimens.report());
    private final byte[] bytes = payload.bytes();

    /** Reads and checks it. */
    @Benchmark
    public Report curfew() {
        return Codec.decodeReport(payload);
    }

    /** Jackson's parser over the same bytes. */
    @Benchmark
    public List<?> bare() throws IOException {
        return BareJson.read(bytes);
    }
}
