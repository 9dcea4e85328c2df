package io.github.curfew.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** A line for each column over the rows, whose names are numbers; both axes logarithmic, so linear growth is a diagonal. */
final class Lines {
    private static final int HEIGHT = 260;
    private static final int LEFT = Svg.MARGIN + 90;
    private static final int RIGHT = Svg.WIDTH - Svg.MARGIN - 20;

    private final Svg svg;
    private final Table table;
    private final List<Column> columns;
    private final Unit unit;
    private final Axis across;
    private final Axis up;

    Lines(Svg svg, Table table, Drawing drawing) {
        this.svg = svg;
        this.table = table;
        columns = drawing.columns().stream().map(table::column).toList();
        unit = columns.get(0).unit();
        across = Axis.over(table.rows().stream().mapToDouble(Lines::x));
        up = Axis.over(columns.stream()
                .flatMapToDouble(column -> points(column).stream().flatMapToDouble(Lines::extent))
                .filter(value -> value > 0));
    }

    private static double x(Row row) {
        return Double.parseDouble(row.name());
    }

    private static DoubleStream extent(Point point) {
        return DoubleStream.of(point.low(), point.figure().value(), point.high());
    }

    /** Of a line. */
    private record Point(double x, Figure figure) {
        double low() {
            Double low = figure.low();
            return low == null ? figure.value() : low;
        }

        double high() {
            Double high = figure.high();
            return high == null ? figure.value() : high;
        }
    }

    private List<Point> points(Column column) {
        List<Point> points = new ArrayList<>();
        for (Row row : table.rows()) {
            Figure figure = row.figures().get(column.name());
            if (figure != null && figure.value() > 0) {
                points.add(new Point(x(row), figure));
            }
        }
        return points;
    }

    /** Gives where it goes on below. */
    double draw(double top) {
        double y = svg.subheading(top, table.title());
        for (int i = 0; i < columns.size(); i++) {
            svg.bar(LEFT, y, 12, 12, Chart.COLOURS.get(i % Chart.COLOURS.size()));
            svg.text(LEFT + 18, y + 11, "start", "", columns.get(i).name());
            y += 18;
        }
        double bottom = y + 10 + HEIGHT;
        for (double tick : up.ticks()) {
            double at = bottom - up.place(tick) * HEIGHT;
            svg.line(LEFT, at, RIGHT, at, "#dddddd", 1);
            svg.text(LEFT - 8, at + 4, "end", "", unit.text(tick).replaceAll("\\.0+(?!\\d)", ""));
        }
        for (Row row : table.rows()) {
            svg.text(place(x(row)), bottom + 18, "middle", "", row.name());
        }
        for (int i = 0; i < columns.size(); i++) {
            line(bottom, points(columns.get(i)), Chart.COLOURS.get(i % Chart.COLOURS.size()));
        }
        return bottom + 32;
    }

    private double place(double x) {
        return LEFT + 20 + across.place(x) * (RIGHT - LEFT - 40);
    }

    private void line(double bottom, List<Point> points, String colour) {
        double lastX = 0;
        double lastY = 0;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double x = place(point.x());
            double y = bottom - up.place(point.figure().value()) * HEIGHT;
            if (i > 0) {
                svg.line(lastX, lastY, x, y, colour, 2);
            }
            if (point.low() > 0) {
                svg.whisker(
                        x,
                        bottom - up.place(point.low()) * HEIGHT,
                        x,
                        bottom - up.place(point.high()) * HEIGHT,
                        colour);
            }
            svg.dot(x, y, colour);
            lastX = x;
            lastY = y;
        }
    }

    /** Logarithmic. */
    private record Axis(double least, double most) {
        static Axis over(DoubleStream values) {
            double[] sorted = values.sorted().toArray();
            return sorted.length == 0 ? new Axis(1, 10) : new Axis(sorted[0], sorted[sorted.length - 1]);
        }

        /** From 0 to 1. */
        double place(double value) {
            return least == most ? 0.5 : Math.log(value / least) / Math.log(most / least);
        }

        /** 1, 2 and 5 of each decade; the ones alone if there are many. */
        double[] ticks() {
            double[] each = most / least > 1e4 ? new double[] {1} : new double[] {1, 2, 5};
            int first = (int) Math.floor(Math.log10(least));
            int last = (int) Math.ceil(Math.log10(most));
            return DoubleStream.iterate(first, decade -> decade <= last, decade -> decade + 1)
                    .flatMap(decade -> DoubleStream.of(each).map(digit -> digit * Math.pow(10, decade)))
                    .filter(tick -> tick >= least * 0.999 && tick <= most * 1.001)
                    .toArray();
        }
    }
}
