package io.github.curfew.benchmarks.report;

import java.util.List;

/** Columns for a terminal: the first to the left, the others to the right. */
final class Aligned {
    private Aligned() {}

    static String text(List<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        for (List<String> cells : lines) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < cells.size(); column++) {
                int width = width(lines, column);
                String padding = " ".repeat(width - cells.get(column).length());
                line.append(column == 0 ? cells.get(0) + padding : "   " + padding + cells.get(column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream()
                .mapToInt(cells -> cells.get(column).length())
                .max()
                .orElse(0);
    }
}
