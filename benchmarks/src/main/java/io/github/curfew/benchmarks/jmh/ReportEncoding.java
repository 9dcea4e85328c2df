package io.github.curfew.benchmarks.jmh;

import io.github.curfew.model.Report;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Bytes of a report. JMH makes one, and calls it from one thread. */
@State(Scope.Thread)
public class ReportEncoding {
    private final Report report = Specimens.report();
    private final List<BareJson.Word> words = SignalEncoding.words(Codec.encode(report));

    /** Writes it. */
    @Benchmark
    public Payload curfew() {
        return Codec.encode(report);
    }

    /** Jackson's generator for the same bytes. */
    @Benchmark
    public byte[] bare() throws IOException {
        return BareJson.write(words);
    }
}
