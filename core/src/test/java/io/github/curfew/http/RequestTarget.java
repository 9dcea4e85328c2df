package io.github.curfew.http;

import io.github.curfew.engine.Ending;
import io.github.curfew.hostile.Guard;
import io.github.curfew.model.Action;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Driver;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Requests as they come from the network, in pieces, up to the answer's bytes. */
public final class RequestTarget {
    private static final Pattern HEAD = Pattern.compile("HTTP/1\\.1 [1-5]\\d\\d [A-Za-z ]+(\r\n[A-Za-z-]+: [ -~]*+)*+");
    private static final Gate OPEN = new Gate(null, List.of("driver.example"));
    private static final Gate GUARDED = new Gate(Guard.SECRET, List.of("driver.example"));

    private RequestTarget() {}

    /** One input: the first byte says at which door, and in pieces of which size. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0 || new String(data, StandardCharsets.ISO_8859_1).contains(Guard.SECRET)) {
            return;
        }
        boolean guarded = data[0] < 0;
        int piece = (data[0] & 127) + 1;
        Guard.read(
                problem -> false,
                () -> look(
                        answer(guarded ? GUARDED : OPEN, piece, ByteBuffer.wrap(data, 1, data.length - 1)), guarded));
    }

    private static Response answer(Gate gate, int piece, ByteBuffer bytes) {
        StubDriver driver = new StubDriver();
        RequestReader reader = new RequestReader(gate::check);
        try {
            while (bytes.hasRemaining() && !reader.isComplete()) {
                ByteBuffer some = bytes.slice(bytes.position(), Math.min(piece, bytes.remaining()));
                reader.feed(some);
                bytes.position(bytes.position() + some.position());
                boolean unused = reader.takeContinue();
            }
            if (!reader.isComplete()) {
                return Response.problem(408, "");
            }
            Answer answer = new Api(driver, driver.book, () -> true, () -> {}).handle(reader);
            if (answer.patience().compareTo(Duration.ofMinutes(10)) > 0) {
                throw new AssertionError("waits for " + answer.patience());
            }
            boolean unused = answer.isDue().getAsBoolean();
            return answer.response().get();
        } catch (Refusal e) {
            Guard.sentence(String.valueOf(e.getMessage()));
            return e.response();
        }
    }

    private static void look(Response response, boolean guarded) {
        byte[] bytes = new byte[response.bytes().remaining()];
        response.bytes().get(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (!HEAD.matcher(text.substring(0, end)).matches()) {
            throw new AssertionError("a head that can be read in two ways: " + text);
        }
        Guard.hides(text);
        Guard.shown(text.substring(end + 4));
        if (guarded && response.status() < 300) {
            throw new AssertionError("let in without the token");
        }
    }

    /** A driver with one run, which is meant by some. */
    private static final class StubDriver implements Driver {
        private final SignalBook book = new SignalBook();
        private final StubRun run = new StubRun("orders");

        @Override
        public DriverInfo info() {
            return new DriverInfo("driver-1", "app-1", "orders-app", "driver.example", "0", "3.5", Instant.EPOCH);
        }

        @Override
        public void accept(Signal signal) {
            String matched = signal.selector().match(run.info().labels());
            if (matched != null && signal.action() != Action.PING) {
                book.take(new Report.OfSignal(
                        "r-1",
                        "driver-1",
                        Instant.EPOCH,
                        Outcome.STOPPED,
                        signal.id(),
                        signal.action(),
                        run.info(),
                        matched,
                        run.lastBatch(),
                        Duration.ZERO,
                        run.ending().proof() == Ending.Proof.CUT ? "cut" : ""));
            }
        }

        @Override
        public Signal accept(Payload body, Map<String, String> attributes, SignalId ifItHasNone) {
            Signal signal = Codec.decodeSignal(body, attributes, ifItHasNone);
            accept(signal);
            return signal;
        }

        @Override
        public Payload written(Report report) {
            return Codec.encode(report);
        }

        @Override
        public void malformed(String door, String sentence) {
            Guard.sentence(sentence);
        }

        @Override
        public List<Report.OfRoster> roster() {
            return List.of();
        }

        @Override
        public List<BackendHealth> health() {
            return List.of(new BackendHealth("http", BackendHealth.State.LISTENING, Instant.EPOCH, ""));
        }

        @Override
        public void listen(Consumer<? super Report.OfSignal> listener) {}
    }
}
