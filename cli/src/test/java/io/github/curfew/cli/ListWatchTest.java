package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.cli.Fleet.Roll;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.model.Action;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which rows a watched list shows on a screen. */
final class ListWatchTest {
    private static final int HEIGHT = 10;

    @Test
    void whereNotAllFitThoseThatNeedALookComeFirst() throws InterruptedException {
        List<Row> rows = Stream.concat(
                        IntStream.range(0, 100).mapToObj(i -> row("query-" + i, RunState.RUNNING)),
                        Stream.of(
                                row("x-drains", RunState.DRAINING),
                                row("y-degraded", RunState.RUNNING, BackendHealth.State.DEGRADED, false),
                                row("z-lost", RunState.RUNNING, BackendHealth.State.LISTENING, true)))
                .toList();

        List<String> drawn = draw(rows);

        assertThat(drawn).hasSizeLessThan(HEIGHT);
        assertThat(names(drawn)).startsWith("z-lost", "x-drains", "y-degraded", "query-0", "query-1");
        assertThat(drawn.get(drawn.size() - 1)).endsWith("103 runs: 1 draining, 1 lost, 101 running");
    }

    @Test
    void whereAllFitTheyKeepTheOrderThatWasAskedFor() throws InterruptedException {
        List<Row> rows = List.of(
                row("a", RunState.RUNNING),
                row("b", RunState.DRAINING),
                row("c", RunState.RUNNING, BackendHealth.State.LISTENING, true));

        assertThat(names(draw(rows))).containsExactly("a", "b", "c");
    }

    @Test
    void whatKeepsReportsFromBeingReadStandsBelow() throws InterruptedException {
        List<Row> rows = IntStream.range(0, 20)
                .mapToObj(i -> row("query-" + i, RunState.RUNNING))
                .toList();

        List<String> drawn = draw(new Roll(rows, List.of("redis is away"), Set.of()));

        assertThat(drawn).hasSizeLessThan(HEIGHT).endsWith("redis is away");
    }

    @Test
    void whoeverWasLostIsForgottenAndHasNotGone() throws InterruptedException {
        Row lost = row("lost", RunState.RUNNING, BackendHealth.State.LISTENING, true);
        Roll first = new Roll(List.of(lost, row("well", RunState.RUNNING)), List.of(), Set.of());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        list(Typed.world(Map.of(), null, out, err), Output.JSON)
                .watch(first, () -> new Roll(List.of(), List.of("away"), Set.of()), Duration.ofMillis(500));

        assertThat(out.toString().lines())
                .hasSize(4)
                .anyMatch(line -> line.contains("\"name\":\"lost\",\"state\":\"forgotten\""))
                .anyMatch(line -> line.contains("\"name\":\"well\",\"state\":\"gone\""));
        assertThat(err.toString()).isEqualTo("curfew: away" + System.lineSeparator());

        StringWriter changes = new StringWriter();
        WatchLines lines = new WatchLines(Typed.world(Map.of(), null, changes, err), Output.TABLE, new Paint(false));
        lines.show(first.rows(), List.of(), List.of());
        lines.show(List.of(), List.of(), List.of());
        assertThat(changes.toString()).containsPattern("lost +forgotten").containsPattern("well +gone");
    }

    @Test
    void aScreenThatIsWatchedShowsThemFirstToo() {
        List<Row> rows = Stream.concat(
                        IntStream.range(0, 100).mapToObj(i -> row("query-" + i, RunState.RUNNING)),
                        Stream.of(row("z-lost", RunState.RUNNING, BackendHealth.State.LISTENING, true)))
                .toList();
        StringWriter out = new StringWriter();

        new WatchScreen(new PrintWriter(out), new FixedTerminal(HEIGHT, 120), new Paint(false), false)
                .show(rows, List.of(), List.of());
        assertThat(out.toString()).containsPattern("z-lost +lost");

        StringWriter meant = new StringWriter();
        Signal stop =
                Signal.create("/test", Action.STOP, Selector.parse("query.name!=x"), Terms.DEFAULT, Instant.now());
        Meant.print(new PrintWriter(meant), stop, new Roll(rows, List.of(), Set.of()), false);
        assertThat(meant.toString()).containsPattern("z-lost +lost").contains("… and 96 runs more");
    }

    private static List<String> draw(List<Row> rows) throws InterruptedException {
        return draw(new Roll(rows, List.of(), Set.of()));
    }

    private static List<String> draw(Roll roll) throws InterruptedException {
        StringWriter out = new StringWriter();
        World world = Typed.world(Map.of(), new FixedTerminal(HEIGHT, 120), out, Writer.nullWriter());
        list(world, Output.TABLE).watch(roll, () -> roll, Duration.ZERO);
        return out.toString().replace("\r\u001b[J", "").lines().toList();
    }

    private static ListWatch list(World world, Output output) {
        List<Column> columns = Column.of(false, false, List.of());
        return new ListWatch(
                world, output, new Paint(false), columns, columns.get(0).order());
    }

    /** What stands between the head and the line that counts. */
    private static List<String> names(List<String> drawn) {
        return drawn.subList(1, drawn.size() - 1).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private static Row row(String name, RunState state) {
        return row(name, state, BackendHealth.State.LISTENING, false);
    }

    private static Row row(String name, RunState state, BackendHealth.State link, boolean lost) {
        Instant now = Instant.now();
        RunInfo run = new RunInfo("run-" + name, now, Labels.of(Map.of(Labels.QUERY_NAME, name)));
        DriverInfo driver = new DriverInfo("of-" + name, "app-1", "shop", "host", "0.1.0", "3.5.7", now);
        List<BackendHealth> links = List.of(new BackendHealth("redis", link, now, ""));
        return new Row("", new RosterEntry(new RunStatus(run, state, 41L, now), driver, now, links, lost));
    }
}
