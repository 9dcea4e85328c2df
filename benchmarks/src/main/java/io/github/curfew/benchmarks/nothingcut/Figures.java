package io.github.curfew.benchmarks.nothingcut;

import io.github.curfew.benchmarks.report.Figure;
import io.github.curfew.benchmarks.report.Samples;
import io.github.curfew.benchmarks.report.Table;
import io.github.curfew.benchmarks.report.Unit;
import io.github.curfew.examples.account.Account;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table for each Spark and trigger, and one of all of them together. */
final class Figures {
    static final String ALL = "all";
    static final String WRONG = "wrong rows";
    private static final String PER_STOP = "wrong per stop";
    static final String BEYOND = "beyond the batch";
    private static final String GAVE_UP = "gave up";
    private static final String CUT_AFTER = "cut after a moment";

    private final Map<Way, Sum> sums = new EnumMap<>(Way.class);

    /** What one way came to. */
    private static final class Sum {
        private final Samples stopped = new Samples();
        private final Samples beyond = new Samples();
        private long cut;
        private long gaveUp;
        private long cutAfterMoment;
        private long rows;
        private long duplicated;
        private long lost;

        void add(Contender contender) throws IOException {
            Account account = contender.account();
            stopped.addAll(contender.stopped());
            beyond.addAll(contender.beyond());
            cut += contender.cut();
            gaveUp += contender.gaveUp();
            cutAfterMoment += contender.cutAfterMoment();
            rows += account.in();
            duplicated += account.duplicated();
            lost += account.lost();
        }

        private double wrongPerStop() {
            return (double) (duplicated + lost) / stopped.size();
        }

        private @Nullable Figure wrongOver(@Nullable Sum plain) {
            return plain == null || plain.wrongPerStop() == 0 ? null : Figure.of(wrongPerStop() / plain.wrongPerStop());
        }

        void row(Table.Builder table, Way way, Map<Way, Sum> all) {
            Way patient = way.patient();
            Way plain = way.plain();
            Sum waiting = patient == null ? null : all.get(patient);
            table.row(
                    way.title(),
                    Figure.count(stopped.size()),
                    Figure.count(cut),
                    way.waits() ? Figure.count(gaveUp) : null,
                    way.waits() ? Figure.count(cutAfterMoment) : null,
                    Figure.count(rows),
                    Figure.count(duplicated),
                    Figure.count(lost),
                    Figure.count(duplicated + lost),
                    Figure.of(wrongPerStop()),
                    wrongOver(plain == null ? null : all.get(plain)),
                    stopped.figure(),
                    beyond.figure(),
                    waiting == null ? null : beyond.overEach(waiting.beyond));
        }
    }

    Table of(Application application, Rhythm rhythm) throws IOException {
        Table.Builder table = begin(
                "spark-" + application.spark() + "-" + rhythm.name().toLowerCase(Locale.ROOT),
                "Spark " + application.spark() + ", " + rhythm.title());
        Map<Way, Sum> own = new EnumMap<>(Way.class);
        for (Contender contender : application.contenders()) {
            if (contender.rhythm() == rhythm && contender.stopped().size() > 0) {
                own.computeIfAbsent(contender.way(), way -> new Sum()).add(contender);
                sums.computeIfAbsent(contender.way(), way -> new Sum()).add(contender);
            }
        }
        own.forEach((way, sum) -> sum.row(table, way, own));
        return table.build();
    }

    /** Of all that were asked for by now. */
    Table all() {
        Table.Builder table = begin(ALL, "all together").bars(PER_STOP, BEYOND);
        sums.forEach((way, sum) -> sum.row(table, way, sums));
        return table.note(
                        "Wrong: duplicated or lost. Cut: a batch was begun and not committed when the query had ended.")
                .note(
                        "Stopped: from the signal to the query's end, or that of its JVM; beyond the batch: from the last commit, if"
                                + " that was later than the signal.")
                .note(
                        "Gave up: no moment without a batch was seen within 10 s, and the query was stopped in one. Cut after a"
                                + " moment: one was seen, and a batch was cut all the same.")
                .note(
                        "Over plain: beside query.stop(), or SIGTERM without a hook. Over event: beside stop() on a progress event,"
                                + " round by round.")
                .note(
                        "Curfew's signal is a file that is looked for every 10 ms, as often as isTriggerActive is polled.")
                .build();
    }

    long stops(Way way) {
        Sum sum = sums.get(way);
        return sum == null ? 0 : sum.stopped.size();
    }

    private static Table.Builder begin(String id, String title) {
        return Table.of(id, title)
                .column("stops", Unit.COUNT)
                .column("cut", Unit.COUNT)
                .column(GAVE_UP, Unit.COUNT)
                .column(CUT_AFTER, Unit.COUNT)
                .column("rows", Unit.COUNT)
                .column("duplicated", Unit.COUNT)
                .column("lost", Unit.COUNT)
                .column(WRONG, Unit.COUNT)
                .column(PER_STOP, Unit.COUNT)
                .column("wrong over plain", Unit.RATIO)
                .column("stopped", Unit.MILLIS)
                .column(BEYOND, Unit.MILLIS)
                .column("beyond over event", Unit.RATIO);
    }
}
