package io.github.curfew.benchmarks.report;

import java.util.EnumMap;
import java.util.IntSummaryStatistics;
import java.util.Map;
import java.util.stream.Collectors;

/** The line below a table that says what stands in its brackets, and of how many samples. */
final class Brackets {
    private Brackets() {}

    /** Empty where there are none. */
    static String text(Table table) {
        Map<Spread, IntSummaryStatistics> samples = new EnumMap<>(Spread.class);
        for (Row row : table.rows()) {
            for (Figure figure : row.figures().values()) {
                Spread spread = figure.brackets();
                if (spread != null) {
                    samples.computeIfAbsent(spread, unused -> new IntSummaryStatistics())
                            .accept(figure.samples());
                }
            }
        }
        return samples.isEmpty()
                ? ""
                : samples.entrySet().stream()
                        .map(entry -> entry.getKey()
                                .text(
                                        entry.getValue().getMin(),
                                        entry.getValue().getMax()))
                        .collect(Collectors.joining("; ", "In brackets: ", ".\n"));
    }
}
