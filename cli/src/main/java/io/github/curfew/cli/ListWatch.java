package io.github.curfew.cli;

import io.github.curfew.cli.Fleet.Roll;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows the list of runs again and again: in place on a terminal, else each run once more when it has changed. */
final class ListWatch {
    private static final String GONE = "gone";
    private static final String FORGOTTEN = "forgotten";
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Who may have crashed, then who does not process or is out of a broker's reach, then the others. */
    private static final Comparator<Row> WORST_FIRST = Comparator.comparing(
                    (Row row) -> !row.entry().lost())
            .thenComparing(row -> row.entry().status().state() == RunState.RUNNING && isReached(row));

    private final World world;
    private final Output output;
    private final Paint paint;
    private final List<Column> columns;
    private final Comparator<Row> order;
    private final @Nullable Screen screen;
    private final Table table;
    private final Map<String, Row> shown = new LinkedHashMap<>();
    private List<String> troubled = List.of();

    ListWatch(World world, Output output, Paint paint, List<Column> columns, Comparator<Row> order) {
        this.world = world;
        this.output = output;
        this.paint = paint;
        this.columns = columns;
        this.order = order;
        World.Terminal terminal = world.terminal();
        boolean inPlace = terminal != null && terminal.redraws() && (output == Output.TABLE || output == Output.WIDE);
        this.screen = inPlace && terminal != null ? new Screen(world.out(), terminal) : null;
        this.table = new Table(columns.stream().map(Column::head).toList());
    }

    /** Goes on for so long, for ever if that is null, or until nobody reads any more. */
    void watch(Roll first, Supplier<Roll> next, @Nullable Duration time) throws InterruptedException {
        long began = System.nanoTime();
        troubled = first.failures();
        show(first, true);
        while (!world.out().checkError() && (time == null || System.nanoTime() - began < time.toNanos())) {
            Thread.sleep(LOOK.toMillis());
            show(next.get(), false);
        }
    }

    private void show(Roll roll, boolean first) {
        List<Row> sorted = roll.rows().stream().sorted(order).toList();
        if (screen != null) {
            screen.draw(page(sorted, roll.failures(), screen));
        } else if (first && (output == Output.TABLE || output == Output.WIDE)) {
            rows(sorted).forEach(row -> shown.put(key(row), row));
            table.print(world.out(), paint);
        } else {
            tellChanges(sorted);
            tellTroubles(roll.failures());
        }
        world.out().flush();
    }

    private List<Row> rows(List<Row> rows) {
        rows.forEach(row -> table.row(cells(row, columns)));
        return rows;
    }

    private static List<String> cells(Row row, List<Column> columns) {
        return columns.stream().map(column -> column.text().apply(row)).toList();
    }

    private List<String> page(List<Row> rows, List<String> troubles, Screen on) {
        int room = Math.max(1, on.height() - 3 - troubles.size());
        List<String> lines = new ArrayList<>();
        if (!rows.isEmpty()) {
            ListCommand.table(columns, first(rows, room))
                    .lines(new Paint(false))
                    .forEach(line -> lines.add(paint.words(Screen.fit(line, on.width()))));
        }
        lines.add(Screen.fit(
                (rows.size() > room ? "… and " + Lines.count(rows.size() - room, "run") + " more; " : "")
                        + states(rows),
                on.width()));
        troubles.forEach(trouble -> lines.add(Screen.fit(trouble, on.width())));
        return lines.subList(0, Math.min(on.height(), lines.size()));
    }

    /** Where not all fit, those that need a look; else their places stay as they are while their states change. */
    static List<Row> first(List<Row> rows, int room) {
        return rows.size() <= room
                ? rows
                : rows.stream().sorted(WORST_FIRST).limit(room).toList();
    }

    private static boolean isReached(Row row) {
        return row.entry().backends().stream().noneMatch(link -> link.state() == BackendHealth.State.DEGRADED);
    }

    /** Such as {@code 1000 runs: 998 running, 2 lost}. */
    static String states(List<Row> rows) {
        if (rows.isEmpty()) {
            return "no run is there";
        }
        Map<String, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.state(), 1, Integer::sum));
        return Lines.count(rows.size(), "run") + ": "
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    private void tellChanges(List<Row> rows) {
        Map<String, Row> gone = new LinkedHashMap<>(shown);
        for (Row row : rows) {
            gone.remove(key(row));
            Row before = shown.put(key(row), row);
            if (before == null || !essence(before).equals(essence(row))) {
                tell(row, before == null, row.state());
            }
        }
        gone.forEach((key, row) -> {
            shown.remove(key);
            tell(row, false, lastWord(row));
        });
    }

    /** What becomes of a run that is there no more: it said bye, or nobody has heard of it for too long to say. */
    static String lastWord(Row row) {
        return row.entry().lost() ? FORGOTTEN : GONE;
    }

    private void tellTroubles(List<String> troubles) {
        troubles.stream().filter(trouble -> !troubled.contains(trouble)).forEach(world::say);
        troubled = troubles;
    }

    private void tell(Row row, boolean isNew, String state) {
        switch (output) {
            case NAME -> {
                if (isNew) {
                    world.out().println(row.name());
                }
            }
            case JSON -> {
                Map<String, Object> line = RowJson.of(row);
                if (state.equals(GONE) || state.equals(FORGOTTEN)) {
                    line.put("state", state);
                }
                world.out().println(JsonText.line(line));
            }
            case TABLE, WIDE -> {
                List<String> cells = new ArrayList<>(cells(row, columns));
                cells.set(stateColumn(), state);
                world.out().println(table.further(cells, paint));
            }
        }
    }

    private int stateColumn() {
        return columns.stream().map(Column::key).toList().indexOf("state");
    }

    private static String key(Row row) {
        return row.profile() + "/" + row.run().id();
    }

    /** A batch more is no news. */
    private static List<Object> essence(Row row) {
        return List.of(
                row.state(),
                row.entry().backends().stream().map(BackendHealth::state).toList());
    }
}
