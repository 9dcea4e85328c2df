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

/** A table for each Spark and trigger, and one of all of them together. */
final class Figures {
    static final String ALL = "all";
    static final String WRONG = "wrong rows";
    private static final String PER_STOP = "wrong per stop";
    static final String BEYOND = "beyond the batch";

    private final Map<Way, Sum> sums = new EnumMap<>(Way.class);

    /** What one way came to. */
    private static final class Sum {
        private final Samples stopped = new Samples();
        private final Samples beyond = new Samples();
        private long cut;
        private long rows;
        private long duplicated;
        private long lost;

        void add(Contender contender) throws IOException {
            Account account = contender.account();
            stopped.addAll(contender.stopped());
            beyond.addAll(contender.beyond());
            cut += contender.cut();
            rows += account.in();
            duplicated += account.duplicated();
            lost += account.lost();
        }

        void row(Table.Builder table, Way way) {
            table.row(
                    way.title(),
                    Figure.count(stopped.size()),
                    Figure.count(cut),
                    Figure.count(rows),
                    Figure.count(duplicated),
                    Figure.count(lost),
                    Figure.count(duplicated + lost),
                    Figure.of((double) (duplicated + lost) / stopped.size()),
                    stopped.figure(),
                    beyond.figure());
        }
    }

    Table of(Application application, Rhythm rhythm) throws IOException {
        Table.Builder table = begin(
                "spark-" + application.spark() + "-" + rhythm.name().toLowerCase(Locale.ROOT),
                "Spark " + application.spark() + ", " + rhythm.title());
        for (Contender contender : application.contenders()) {
            if (contender.rhythm() == rhythm && contender.stopped().size() > 0) {
                Sum own = new Sum();
                own.add(contender);
                own.row(table, contender.way());
                sums.computeIfAbsent(contender.way(), way -> new Sum()).add(contender);
            }
        }
        return table.build();
    }

    /** Of all that were asked for by now. */
    Table all() {
        Table.Builder table = begin(ALL, "all together").bars(PER_STOP, BEYOND);
        sums.forEach((way, sum) -> sum.row(table, way));
        return table.note(
                        "Wrong: duplicated or lost. Cut: a batch was begun and not committed when the query had ended.")
                .note(
                        "Stopped: from the signal to the query's end, or that of its JVM; beyond the batch: from the last commit, if"
                                + " that was later than the signal.")
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
                .column("rows", Unit.COUNT)
                .column("duplicated", Unit.COUNT)
                .column("lost", Unit.COUNT)
                .column(WRONG, Unit.COUNT)
                .column(PER_STOP, Unit.COUNT)
                .column("stopped", Unit.MILLIS)
                .column(BEYOND, Unit.MILLIS);
    }
}
