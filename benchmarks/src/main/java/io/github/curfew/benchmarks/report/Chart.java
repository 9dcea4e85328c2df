package io.github.curfew.benchmarks.report;

import java.util.List;

/** A result as one picture: a panel for each of its tables that wants one, one below the other. */
final class Chart {
    private final Result result;
    private final Svg svg = new Svg();

    Chart(Result result) {
        this.result = result;
    }

    String svg() {
        double y = svg.heading(0, result.benchmark());
        for (Table table : result.tables()) {
            Drawing drawing = table.drawing();
            if (drawing != null && !table.rows().isEmpty()) {
                y = switch (drawing.kind()) {
                    case BARS -> bars(y, table, drawing);
                    case LINES -> new Lines(svg, table, drawing).draw(y);
                };
            }
        }
        for (String line : brackets()) {
            y = svg.small(y, line);
        }
        for (String line : result.circumstances().lines().toList()) {
            y = svg.small(y, line);
        }
        return svg.text(y);
    }

    /** What the ends of the bars and points are: the same for most tables. */
    private List<String> brackets() {
        return result.tables().stream()
                .filter(table -> table.drawing() != null)
                .map(Brackets::text)
                .filter(line -> !line.isEmpty())
                .map(String::strip)
                .distinct()
                .toList();
    }

    private double bars(double top, Table table, Drawing drawing) {
        double y = top;
        for (String column : drawing.columns()) {
            y = new Bars(svg, table, table.column(column)).draw(y);
        }
        return y;
    }

    /** The colours of what stands side by side; told apart by the colour-blind too. */
    static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");
}
