package io.github.curfew.cli;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of the list of runs.
 *
 * @param key what it is called where rows are sorted by it
 * @param text what stands in it
 * @param order smaller first, earlier first; what is not known last
 */
record Column(String key, Function<Row, String> text, Comparator<Row> order) {
    private static final Column PROFILE = text("profile", Row::profile);

    /** What everybody sees. */
    private static final List<Column> USUAL = List.of(
            text("name", row -> row.run().displayName()),
            text("state", Row::state),
            time("since", Row::since),
            new Column(
                    "batch",
                    row -> Lines.batch(row.entry().status().lastBatch()),
                    by(row -> row.entry().status().lastBatch(), Comparator.naturalOrder())),
            text("app", row -> row.entry().driver().appName()),
            text("host", row -> row.entry().driver().host()),
            time("heard", row -> row.entry().lastHeard()));

    private static final List<Column> MORE = List.of(
            time("started", row -> row.run().started()),
            label(Labels.KIND, "kind"),
            label(Labels.USER, "user"),
            text("spark", row -> row.entry().driver().spark()),
            text("curfew", row -> row.entry().driver().curfew()),
            text("app-id", row -> row.entry().driver().appId()),
            text("run", row -> row.run().id()));

    private static final Column BACKENDS = text("backends", row -> links(row, Column::link));
    private static final Column LINKS = text("backends", row -> links(row, Column::wholeLink));
    private static final Column LABELS = text("labels", Column::labels);

    /** The columns of a table. */
    static List<Column> of(boolean several, boolean wide, List<String> labels) {
        List<Column> columns = new ArrayList<>();
        if (several) {
            columns.add(PROFILE);
        }
        columns.addAll(USUAL);
        if (wide) {
            columns.addAll(MORE);
        }
        labels.forEach(label -> columns.add(label(label, label)));
        if (wide) {
            columns.add(LABELS);
        }
        columns.add(wide ? LINKS : BACKENDS);
        return columns;
    }

    /** A column by its name; null if there is none. */
    static @Nullable Column named(String key) {
        return all().filter(column -> column.key.equals(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    /** The names of all. */
    static List<String> names() {
        return all().map(Column::key).toList();
    }

    private static Stream<Column> all() {
        return Stream.of(Stream.of(PROFILE), USUAL.stream(), MORE.stream(), Stream.of(BACKENDS, LABELS))
                .flatMap(Function.identity());
    }

    String head() {
        return key.toUpperCase(Locale.ROOT).replace('-', ' ');
    }

    /** What a run's label holds. */
    static Column label(String label, String key) {
        return new Column(
                key,
                row -> Objects.requireNonNullElse(row.run().labels().get(label), "-"),
                by(row -> row.run().labels().get(label), NaturalOrder.INSTANCE));
    }

    private static Column text(String key, Function<Row, String> text) {
        return new Column(key, text, Comparator.comparing(text, NaturalOrder.INSTANCE));
    }

    private static Column time(String key, Function<Row, @Nullable Instant> time) {
        return new Column(key, row -> Lines.ago(time.apply(row)), by(time, Comparator.naturalOrder()));
    }

    private static <T> Comparator<Row> by(Function<Row, @Nullable T> value, Comparator<? super T> order) {
        return (one, other) -> {
            T a = value.apply(one);
            T b = value.apply(other);
            if (a == null || b == null) {
                return Boolean.compare(a == null, b == null);
            }
            return order.compare(a, b);
        };
    }

    private static String links(Row row, Function<BackendHealth, String> link) {
        return row.entry().backends().stream().map(link).collect(Collectors.joining(", "));
    }

    /** The name alone while all is well. */
    private static String link(BackendHealth health) {
        return health.state() == BackendHealth.State.LISTENING
                ? health.backend()
                : health.backend() + " " + health.state().word();
    }

    private static String wholeLink(BackendHealth health) {
        return health.backend() + " " + health.state().word() + " since " + Lines.ago(health.since())
                + (health.cause().isEmpty() ? "" : " (" + health.cause() + ")");
    }

    /** Those that somebody gave; the others have columns. */
    private static String labels(Row row) {
        return row.run().labels().asMap().entrySet().stream()
                .filter(label -> !Labels.isGiven(label.getKey()))
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
