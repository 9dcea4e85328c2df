package io.github.curfew.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table of figures; {@link #text()} is how it is printed and quoted.
 *
 * @param id a short name, by which it is found in its result
 * @param title what is in it: the heading of the first column
 * @param columns of the figures
 * @param rows what was measured
 * @param drawing what of it is drawn; null where nothing is
 * @param notes sentences below it
 */
public record Table(
        String id,
        String title,
        List<Column> columns,
        List<Row> rows,
        @Nullable Drawing drawing,
        List<String> notes) {
    /** A quantile that few samples have not. */
    private static final String TAIL = "p99";

    /** Copies. */
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /**
     * Begins a table.
     *
     * @param id a short name, by which it is found in its result
     * @param title what is in it
     * @return to be filled
     */
    public static Builder of(String id, String title) {
        return new Builder(id, title);
    }

    /**
     * Finds a figure.
     *
     * @param row by its name
     * @param column by its name
     * @return it, or null if it is absent
     */
    public @Nullable Figure figure(String row, String column) {
        return rows.stream()
                .filter(one -> one.name().equals(row))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("table " + id + " has no row '" + row + "'"))
                .figures()
                .get(column(column).name());
    }

    /**
     * Finds a column.
     *
     * @param name its heading
     * @return it
     */
    public Column column(String name) {
        return columns.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("table " + id + " has no column '" + name + "'"));
    }

    /**
     * As it is printed: the first column to the left, the others to the right, below them what is in brackets, and the
     * notes.
     *
     * @return lines, each with its end
     */
    public String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(cells(title, column -> column.name()));
        rows.forEach(row -> lines.add(cells(row.name(), column -> {
            Figure figure = row.figures().get(column.name());
            return figure == null ? "" : figure.text(column.unit());
        })));
        StringBuilder text = new StringBuilder(Aligned.text(lines));
        text.append(Brackets.text(this));
        notes.forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private List<String> cells(String first, Function<Column, String> others) {
        List<String> line = new ArrayList<>();
        line.add(first);
        columns.forEach(column -> line.add(others.apply(column)));
        return line;
    }

    /** Fills a table: the columns, then the rows. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final String title;
        private final List<Column> columns = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private @Nullable Drawing drawing;

        private Builder(String id, String title) {
            this.id = id;
            this.title = title;
        }

        /**
         * Adds a column.
         *
         * @param name its heading
         * @param unit of its figures
         * @return this
         */
        public Builder column(String name, Unit unit) {
            if (columns.stream().anyMatch(column -> column.name().equals(name))) {
                throw new IllegalArgumentException("table " + id + " has two columns '" + name + "'");
            }
            columns.add(new Column(name, unit));
            return this;
        }

        /**
         * Adds a row.
         *
         * @param name what was measured
         * @param figures for each column one; null where there is none
         * @return this
         */
        public Builder row(String name, @Nullable Figure... figures) {
            if (figures.length != columns.size()) {
                throw new IllegalArgumentException("row '" + name + "' of table " + id + " has " + figures.length
                        + " figures for " + columns.size() + " columns");
            }
            Map<String, Figure> byColumn = new LinkedHashMap<>();
            for (int i = 0; i < figures.length; i++) {
                Figure figure = figures[i];
                if (figure != null) {
                    byColumn.put(columns.get(i).name(), figure);
                }
            }
            rows.add(new Row(name, byColumn));
            return this;
        }

        /**
         * Has bars drawn, one for each row.
         *
         * @param which columns, by name
         * @return this
         */
        public Builder bars(String... which) {
            drawing = new Drawing(Drawing.Kind.BARS, List.of(which));
            return this;
        }

        /**
         * Has lines drawn, one for each column; the rows' names are numbers.
         *
         * @param which columns, by name
         * @return this
         */
        public Builder lines(String... which) {
            drawing = new Drawing(Drawing.Kind.LINES, List.of(which));
            return this;
        }

        /**
         * Adds a sentence below.
         *
         * @param sentence any
         * @return this
         */
        public Builder note(String sentence) {
            notes.add(sentence);
            return this;
        }

        /**
         * Makes it.
         *
         * @return the table
         */
        public Table build() {
            if (rows.stream()
                    .map(row -> row.figures().get(TAIL))
                    .allMatch(figure -> figure == null || Samples.isMost(0.99, figure.samples()))) {
                columns.replaceAll(column -> column.name().equals(TAIL) ? new Column("most", column.unit()) : column);
                rows.replaceAll(row -> row.renamed(TAIL, "most"));
            }
            Table table = new Table(id, title, columns, rows, drawing, notes);
            if (drawing != null) {
                drawing.columns().forEach(table::column);
            }
            return table;
        }
    }
}
