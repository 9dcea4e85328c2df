package io.github.curfew.benchmarks.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What one run of a benchmark came to: kept in {@code benchmarks/results}, and all that is printed, drawn and quoted of it
 * is made from this.
 *
 * @param benchmark its name
 * @param how it was measured, in a sentence
 * @param date of its begin, in UTC
 * @param minutes it took
 * @param machine on what
 * @param load of the machine
 * @param versions of what was measured and of what it ran on
 * @param tables the figures
 * @param aims what some of them should be
 */
public record Result(
        String benchmark,
        String how,
        String date,
        long minutes,
        Machine machine,
        Load load,
        Map<String, String> versions,
        List<Table> tables,
        List<Aim> aims) {
    /** Copies, and checks that each aim is one of a figure that is there. */
    public Result {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        tables = List.copyOf(tables);
        aims = List.copyOf(aims);
        for (Aim aim : aims) {
            figure(tables, aim.measured());
            if (aim.baseline() != null) {
                figure(tables, aim.baseline());
            }
        }
    }

    /**
     * Finds a table.
     *
     * @param id of it
     * @return it
     */
    public Table table(String id) {
        return table(tables, id);
    }

    private static Table table(List<Table> tables, String id) {
        return tables.stream()
                .filter(table -> table.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no table '" + id + "'"));
    }

    private static Figure figure(List<Table> tables, Aim.Cell cell) {
        return Objects.requireNonNull(
                table(tables, cell.table()).figure(cell.row(), cell.column()), () -> "there is no figure at " + cell);
    }

    /** Those that stand for all. */
    List<Aim> headlines() {
        List<Aim> marked =
                aims.stream().filter(aim -> Boolean.TRUE.equals(aim.headline())).toList();
        return marked.isEmpty() ? aims.stream().limit(1).toList() : marked;
    }

    boolean isMet(Aim aim) {
        return aim.isMet(figure(tables, aim.measured()));
    }

    /** Whether every aim is met. */
    boolean isMet() {
        return aims.stream().allMatch(this::isMet);
    }

    /** A figure that an aim names, for people. */
    String text(Aim.Cell cell) {
        return figure(tables, cell).text(unit(cell));
    }

    Unit unit(Aim.Cell cell) {
        return table(cell.table()).column(cell.column()).unit();
    }

    /**
     * As it is printed and quoted: the tables, one below the other, and where and when they were measured.
     *
     * @return lines, each with its end
     */
    public String text() {
        return tables.stream().map(Table::text).collect(Collectors.joining("\n")) + "\n" + circumstances();
    }

    /** Where and when it was measured. */
    String circumstances() {
        String with = versions.entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", "));
        return date.substring(0, 10) + ", " + minutes + " min; " + machine.text() + ";\n" + with + "; " + load.text()
                + "\n";
    }

    /** Each aim, and what became of it. */
    String verdict() {
        return aims.stream()
                .map(aim -> (isMet(aim) ? "met: " : "MISSED: ") + aim.measure() + ", " + aim.text(unit(aim.measured()))
                        + ": " + text(aim.measured()) + "\n")
                .collect(Collectors.joining());
    }
}
