package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.http.SignalBook.Page;
import io.github.curfew.model.Action;
import io.github.curfew.model.Mode;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.SignalId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalBookTest {
    private static final SignalId SIGNAL = new SignalId("/ops", "7");

    private final SignalBook book = new SignalBook();
    private final StubRun run = new StubRun("orders");

    private Page take(Outcome outcome) {
        book.take(new Report.OfSignal(
                "r-1",
                "driver-1",
                Instant.EPOCH,
                outcome,
                SIGNAL,
                Action.STOP,
                run.info(),
                "*",
                null,
                Duration.ZERO,
                ""));
        return book.page(SIGNAL);
    }

    private List<Outcome> after(long number) {
        return book.after(number, 10).entries().stream()
                .map(entry -> entry.report().outcome())
                .toList();
    }

    /** A copy of it was forged, or came too late; then the signal itself came. */
    @Test
    void aRefusalStandsOnlyUntilTheRunObeys() {
        Page refused = take(Outcome.REFUSED);
        assertThat(refused.isOver()).isTrue();
        assertThat(refused.isAsAsked()).isFalse();
        long soFar = book.last();
        Page page = take(Outcome.RECEIVED);
        assertThat(page.isOver()).isFalse();
        assertThat(page.isAsAsked()).isTrue();
        assertThat(after(soFar)).containsExactly(Outcome.RECEIVED);
    }

    @Test
    void aCutIsAsAskedWhereACutWasAskedFor() {
        Page page = take(Outcome.FORCED);
        assertThat(page.isAsAsked()).isFalse();
        page.asked(Mode.NOW);
        assertThat(page.isAsAsked()).isTrue();
    }

    @Test
    void whereNobodyIsMeantNothingIsAsAsked() {
        Page page = book.page(SIGNAL);
        assertThat(page.isOver()).isTrue();
        assertThat(page.isAsAsked()).isFalse();
    }

    @Test
    void whatIsFinalStays() {
        take(Outcome.REFUSED);
        take(Outcome.RECEIVED);
        take(Outcome.DRAINING);
        Page page = take(Outcome.STOPPED);
        assertThat(page.isOver()).isTrue();
        assertThat(page.isAsAsked()).isTrue();
        assertThat(take(Outcome.DRAINING).isOver()).isTrue();
        assertThat(take(Outcome.REFUSED).isAsAsked()).isTrue();
        assertThat(after(0)).containsExactly(Outcome.STOPPED);
    }

    /** Else a follower would be answered at once, again and again, until the next report. */
    @Test
    void whoFollowsGoesOnBehindWhatNobodyKeeps() {
        take(Outcome.STOPPED);
        long soFar = book.last();
        take(Outcome.DRAINING);
        assertThat(book.last()).isGreaterThan(soFar);
        assertThat(after(soFar)).isEmpty();
        assertThat(book.after(soFar, 10).last()).isEqualTo(book.last());
    }
}
