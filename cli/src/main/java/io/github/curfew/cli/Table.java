package io.github.curfew.cli;

import io.github.curfew.model.Quoted;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Columns as wide as they need to be. What comes from outside loses its control characters. The last column may hold whole
 * sentences.
 */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;

    Table(String... heads) {
        this(List.of(heads));
    }

    Table(List<String> heads) {
        widths = new int[heads.size()];
        row(heads);
    }

    void row(String... cells) {
        row(List.of(cells));
    }

    void row(Collection<String> cells) {
        List<String> row = plain(cells);
        widen(row);
        rows.add(row);
    }

    /** A row more, which is not kept, in columns as wide as those of all before it. */
    String further(Collection<String> cells, Paint paint) {
        List<String> row = plain(cells);
        widen(row);
        return line(row, paint);
    }

    private static List<String> plain(Collection<String> cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            boolean last = row.size() == cells.size() - 1;
            row.add(last ? Quoted.sentence(cell) : Quoted.plain(cell));
        }
        return row;
    }

    private void widen(List<String> row) {
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], row.get(column).length());
        }
    }

    void print(PrintWriter out) {
        print(out, new Paint(false));
    }

    /** Prints it, with words that mean something in colour. */
    void print(PrintWriter out, Paint paint) {
        String end = System.lineSeparator();
        StringBuilder text = new StringBuilder();
        lines(paint).forEach(line -> text.append(line).append(end));
        out.print(text);
        out.flush();
    }

    /** Its lines, the heads first. */
    List<String> lines(Paint paint) {
        return rows.stream().map(row -> line(row, paint)).toList();
    }

    private String line(List<String> row, Paint paint) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            boolean last = column == widths.length - 1;
            line.append(paint.word(cell)).append(last ? "" : " ".repeat(widths[column] - cell.length() + 3));
        }
        return line.toString().stripTrailing();
    }
}
