package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.cli.Fleet.Roll;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
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

    private static List<String> draw(List<Row> rows) throws InterruptedException {
        StringWriter out = new StringWriter();
        World world = Typed.world(Map.of(), new FixedTerminal(HEIGHT, 120), out, Writer.nullWriter());
        Roll roll = new Roll(rows, List.of(), Set.of());
        List<Column> columns = Column.of(false, false, List.of());
        new ListWatch(
                        world,
                        Output.TABLE,
                        new Paint(false),
                        columns,
                        columns.get(0).order())
                .watch(roll, () -> roll, Duration.ZERO);
        return out.toString().replace("\r\u001b[J", "").lines().toList();
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
