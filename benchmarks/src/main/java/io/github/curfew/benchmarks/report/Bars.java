package io.github.curfew.benchmarks.report;

import java.util.stream.DoubleStream;

/** A bar for each row of one column, with its spread across its end and the figure beside it. */
final class Bars {
    private static final int STEP = 24;
    private static final int THICK = 15;
    private static final int LABELS = 380;
    private static final int FIGURES = 215;
    private static final double SPACE = Svg.WIDTH - 2.0 * Svg.MARGIN - LABELS - FIGURES;

    private final Svg svg;
    private final Table table;
    private final Column column;

    Bars(Svg svg, Table table, Column column) {
        this.svg = svg;
        this.table = table;
        this.column = column;
    }

    /** Gives where it goes on below. */
    double draw(double top) {
        double most = table.rows().stream()
                .map(row -> row.figures().get(column.name()))
                .flatMapToDouble(figure -> figure == null ? DoubleStream.empty() : DoubleStream.of(end(figure)))
                .max()
                .orElse(0);
        double scale = most > 0 ? SPACE / most : 0;
        double y = svg.subheading(top, table.title() + ": " + column.name());
        for (Row row : table.rows()) {
            svg.text(Svg.MARGIN + LABELS - 8, y + THICK - 3, "end", "", row.name());
            Figure figure = row.figures().get(column.name());
            if (figure != null) {
                bar(y, figure, scale, Chart.COLOURS.get(row.name().startsWith("Curfew") ? 0 : 1));
            }
            y += STEP;
        }
        return y + 8;
    }

    private void bar(double y, Figure figure, double scale, String colour) {
        double x = Svg.MARGIN + LABELS;
        svg.bar(x, y, Math.max(1, figure.value() * scale), THICK, colour);
        Double low = figure.low();
        Double high = figure.high();
        if (low != null && high != null) {
            double middle = y + THICK / 2.0;
            svg.whisker(x + low * scale, middle, x + high * scale, middle, "#222222");
        }
        svg.text(x + end(figure) * scale + 10, y + THICK - 3, "start", "", figure.text(column.unit()));
    }

    private static double end(Figure figure) {
        Double high = figure.high();
        return high == null ? figure.value() : Math.max(high, figure.value());
    }
}
