package io.github.curfew.http;

import io.github.curfew.model.Mode;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.SignalId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The latest word on each signal and run, for those who come and ask. Bounded: the oldest signals go first, and their
 * reports stay on the brokers, or in the log. Thread-safe; does not block.
 */
final class SignalBook {
    private static final int MOST_SIGNALS = 1_000;
    private static final int MOST_REPORTS = 10_000;

    private final Map<SignalId, Page> pages = new LinkedHashMap<>();
    private int count;
    private long last;

    /**
     * A report with its place in the order of all.
     *
     * @param number grows with each report
     * @param report what was said
     */
    record Entry(long number, Report.OfSignal report) {}

    /** What was said of one signal. Stays whole for those that hold it, even when the book has no room for it any more. */
    static final class Page {
        private final SignalId id;
        private final Map<String, Entry> byRun = new LinkedHashMap<>();
        private Mode mode = Mode.GRACEFUL;
        private int open;

        private Page(SignalId id) {
            this.id = id;
        }

        /** Whether nothing more is to come. */
        synchronized boolean isOver() {
            return open == 0;
        }

        /** It came in here, so what it asked for is known, which no report tells. */
        synchronized void asked(Mode its) {
            mode = its;
        }

        /** Whether somebody was meant, and all went as its sender hopes, so far. */
        synchronized boolean isAsAsked() {
            return !byRun.isEmpty()
                    && byRun.values().stream()
                            .allMatch(entry -> entry.report().outcome().isAsAsked(mode));
        }

        synchronized List<Entry> entries() {
            return List.copyOf(byRun.values());
        }

        private synchronized boolean put(long number, Report.OfSignal report) {
            Entry entry = byRun.get(report.run().id());
            Outcome before = entry == null ? null : entry.report().outcome();
            if (before != null && !report.outcome().supersedes(before)) {
                return false;
            }
            byRun.put(report.run().id(), new Entry(number, report));
            open += open(report.outcome()) - open(before);
            return before == null;
        }

        private static int open(@Nullable Outcome outcome) {
            return outcome == null || outcome.isFinal() ? 0 : 1;
        }
    }

    /** Takes a report in. */
    synchronized void take(Report.OfSignal report) {
        if (page(report.signal()).put(++last, report)) {
            count++;
        }
        while (count > MOST_REPORTS && pages.size() > 1) {
            forgetOldest();
        }
    }

    /** The page of a signal; a new one if there is none. */
    synchronized Page page(SignalId id) {
        Page page = pages.get(id);
        if (page == null) {
            page = new Page(id);
            pages.put(id, page);
            if (pages.size() > MOST_SIGNALS) {
                forgetOldest();
            }
        }
        return page;
    }

    private void forgetOldest() {
        Page oldest = pages.values().iterator().next();
        pages.remove(oldest.id);
        count -= oldest.entries().size();
    }

    /** Whether anything was said of a signal. */
    synchronized boolean has(SignalId id) {
        return pages.containsKey(id);
    }

    /** The pages of all signals of this id; two senders may have thought of the same. */
    synchronized List<Page> pages(String id) {
        return pages.values().stream().filter(page -> page.id.id().equals(id)).toList();
    }

    /**
     * What was said after a number.
     *
     * @param entries in order
     * @param last the number after which there is more, or will be
     */
    record News(List<Entry> entries, long last) {}

    /** What was said after a number; the first of it, where that is much. */
    synchronized News after(long number, int most) {
        List<Entry> entries = pages.values().stream()
                .flatMap(page -> page.entries().stream())
                .filter(entry -> entry.number() > number)
                .sorted(Comparator.comparingLong(Entry::number))
                .limit(most)
                .toList();
        // Where what was said is forgotten, or stands nowhere, whoever asks goes on behind it, and can wait there.
        return new News(
                entries,
                entries.isEmpty() ? last : entries.get(entries.size() - 1).number());
    }

    /** The number of the last report. */
    synchronized long last() {
        return last;
    }

    /** The reports of several pages. */
    static List<Report> reports(List<Page> pages) {
        Stream<Report> reports =
                pages.stream().flatMap(page -> page.entries().stream()).map(Entry::report);
        return reports.toList();
    }
}
