package io.github.curfew.benchmarks.report;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The line below a table that says what stands in its brackets, and of how many samples. */
final class Brackets {
    private final IntSummaryStatistics samples = new IntSummaryStatistics();
    private final Set<String> columns = new LinkedHashSet<>();

    private Brackets() {}

    /** Empty where there are none. */
    static String text(Table table) {
        Map<Spread, Brackets> all = new EnumMap<>(Spread.class);
        for (Row row : table.rows()) {
            row.figures().forEach((column, figure) -> {
                Spread spread = figure.brackets();
                if (spread != null) {
                    Brackets its = all.computeIfAbsent(spread, unused -> new Brackets());
                    its.samples.accept(figure.samples());
                    its.columns.add(column);
                }
            });
        }
        boolean apart = all.size() > 1 && areApart(all.values());
        return all.isEmpty()
                ? ""
                : all.entrySet().stream()
                        .map(entry -> entry.getValue().text(entry.getKey(), apart))
                        .collect(Collectors.joining("; ", "In brackets: ", ".\n"));
    }

    /** Whether each column has one kind, so that its name tells which. */
    private static boolean areApart(Collection<Brackets> kinds) {
        Set<String> seen = new HashSet<>();
        return kinds.stream().flatMap(kind -> kind.columns.stream()).allMatch(seen::add);
    }

    private String text(Spread spread, boolean named) {
        String what = spread.text(samples.getMin(), samples.getMax());
        return named ? String.join(", ", columns) + ": " + what : what;
    }
}
