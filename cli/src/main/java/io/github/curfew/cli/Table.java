package io.github.curfew.cli;

import io.github.curfew.model.Quoted;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns as wide as they need to be. What comes from outside loses its control characters. The last column may hold whole
 * sentences.
 */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            boolean last = row.size() == cells.length - 1;
            row.add(last ? Quoted.sentence(cell) : Quoted.plain(cell));
        }
        rows.add(row);
    }

    void print(PrintWriter out) {
        print(out, new Paint(false));
    }

    /** Prints it, with words that mean something in colour. */
    void print(PrintWriter out, Paint paint) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                boolean last = column == widths.length - 1;
                line.append(paint.word(cell)).append(last ? "" : " ".repeat(widths[column] - cell.length() + 3));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
