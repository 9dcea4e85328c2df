package io.github.curfew.client;

import io.github.curfew.model.Action;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Report.OfRoster.Kind;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Topic;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A driver on a broker in memory, which says what a test has it say, and what a sender tells it. */
final class TalkingDriver {
    final Instant start = Instant.now();
    private final FakeDriver reports;
    private final MemoryBroker broker;

    TalkingDriver(String id, Duration beat, MemoryBroker broker) {
        this.reports = new FakeDriver(id, beat);
        this.broker = broker;
    }

    static Signal stop(String selector) {
        return Signal.create("/test", Action.STOP, Selector.parse(selector), Terms.DEFAULT, Instant.now());
    }

    /** A run of the team payments, which began shortly before all that a test does. */
    RunInfo run(String name) {
        return FakeDriver.run(name, start.minusSeconds(5));
    }

    void hello(RunInfo... runs) {
        hello(start, runs);
    }

    void hello(Instant time, RunInfo... runs) {
        say(reports.roster(Kind.HELLO, time, runs));
    }

    /** Says hello, now, for a run that began a while ago. */
    RunInfo begun(Duration ago, String name) {
        Instant now = Instant.now();
        RunInfo run = FakeDriver.run(name, now.minus(ago));
        hello(now, run);
        return run;
    }

    void alive(@Nullable SignalId answering, RunInfo... runs) {
        say(reports.roster(Kind.ALIVE, Instant.now(), 1, 1, 1, answering, runs));
    }

    void bye(Instant time, RunInfo... runs) {
        say(reports.roster(Kind.BYE, time, runs));
    }

    void answer(Outgoing told, RunInfo run, Outcome outcome) {
        answer(OnMemory.decoded(told.body()), run, outcome);
    }

    void answer(Signal signal, RunInfo run, Outcome outcome) {
        say(reports.answer(signal, run, outcome));
    }

    private void say(Report report) {
        broker.append(Topic.REPORTS, Codec.encode(report));
    }
}
