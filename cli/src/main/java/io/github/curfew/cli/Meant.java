package io.github.curfew.cli;

import io.github.curfew.cli.Fleet.Roll;
import io.github.curfew.model.Signal;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says who is meant by a signal, before it is sent: by name while they are few, else in numbers and by some of them. */
final class Meant {
    private static final int FEW = 10;
    private static final int SOME_APPS = 5;
    private static final int SOME_ROWS = 5;

    private Meant() {}

    static void print(PrintWriter out, Signal signal, Roll meant, boolean several) {
        List<Row> rows = meant.rows();
        String whom = signal.action().word() + " " + signal.selector() + " means ";
        if (rows.isEmpty()) {
            out.println(whom + "nobody who is " + (meant.failures().isEmpty() ? "there" : "known") + " now");
        } else if (rows.size() <= FEW) {
            out.println(whom + Lines.count(rows.size(), "run") + ": "
                    + rows.stream().map(Meant::nameAndState).collect(Collectors.joining(", ")));
        } else {
            out.println(whom + ListWatch.states(rows));
            out.println("by application: " + apps(rows));
            ListCommand.table(several, ListWatch.first(rows, SOME_ROWS)).print(out);
            out.println("… and " + Lines.count(rows.size() - SOME_ROWS, "run") + " more");
        }
        out.flush();
    }

    /** While it runs there is nothing to say. */
    private static String nameAndState(Row row) {
        return row.state().equals("running") ? row.name() : row.name() + " (" + row.state() + ")";
    }

    private static String apps(List<Row> rows) {
        Map<String, Integer> counts = new TreeMap<>();
        rows.forEach(row ->
                counts.merge(Lines.plain(row.profile(), row.entry().driver().appName()), 1, Integer::sum));
        String some = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SOME_APPS)
                .map(app -> app.getKey() + " " + app.getValue())
                .collect(Collectors.joining(", "));
        return counts.size() > SOME_APPS
                ? some + " and " + Lines.count(counts.size() - SOME_APPS, "application") + " more"
                : some;
    }
}
