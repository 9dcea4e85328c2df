package io.github.curfew.benchmarks.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of a table.
 *
 * @param name what was measured: a side, a way, a size
 * @param figures by the column; where one has no meaning it is absent
 */
public record Row(String name, Map<String, Figure> figures) {
    /** Copies. */
    public Row {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** With another name of a column. */
    Row renamed(String column, String to) {
        Map<String, Figure> renamed = new LinkedHashMap<>();
        figures.forEach((each, figure) -> renamed.put(each.equals(column) ? to : each, figure));
        return new Row(name, renamed);
    }
}
