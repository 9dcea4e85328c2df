package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.curfew.cli.Fleet.Roll;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.RunState;
import io.github.curfew.model.RunStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A list of a thousand runs and more. */
@Timeout(120)
final class ManyRowsTest {
    private static final int RUNS = 1_000;

    @TempDir
    Path dir;

    @Test
    void aThousandRowsAreInOrderAndInColumnsInEveryForm() throws IOException {
        new Crowd(Map.of("file.dir", dir.toString()), Duration.ofHours(1)).appear(RUNS);
        List<String> names =
                IntStream.range(0, RUNS).mapToObj(i -> "query-" + i).toList();

        List<String> plain = list();
        assertThat(columns(plain))
                .containsExactly("NAME", "STATE", "SINCE", "BATCH", "APP", "HOST", "HEARD", "BACKENDS");
        assertThat(first(plain)).isEqualTo(names);
        assertThat(plain).allMatch(line -> line.length() < 120, "is no longer than a screen is wide");

        assertThat(columns(list("-o", "wide"))).contains("STARTED", "RUN", "LABELS");
        assertThat(columns(list("-L", "team,region"))).containsSequence("HEARD", "TEAM", "REGION", "BACKENDS");
        List<String> byTeam = list("--sort-by", "team,batch", "-L", "team");
        assertThat(columns(byTeam)).contains("TEAM");
        assertThat(first(byTeam))
                .startsWith("query-0", "query-2", "query-4")
                .endsWith("query-995", "query-997", "query-999");
        assertThat(list("-o", "name")).isEqualTo(names);
        assertThat(list("-o", "name", "team=search")).hasSize(RUNS / 2).startsWith("query-1", "query-3");
        assertThat(names(String.join("\n", list("-o", "json")))).isEqualTo(names);

        assertThat(dir.resolve("default/signals"))
                .as("nobody is lost, so nobody had to be asked")
                .satisfiesAnyOf(
                        signals -> assertThat(signals).doesNotExist(),
                        signals -> assertThat(signals).isEmptyDirectory());
    }

    @Test
    void eachRowIsWrittenOnceAndComparedAFewTimes() {
        int runs = 5_000;
        AtomicInteger written = new AtomicInteger();
        AtomicInteger compared = new AtomicInteger();
        List<Column> columns = Column.of(true, true, List.of("team")).stream()
                .map(column -> counted(column, written))
                .toList();
        Comparator<Row> byName = (one, other) -> {
            compared.incrementAndGet();
            return NaturalOrder.INSTANCE.compare(one.name(), other.name());
        };

        List<String> lines =
                ListCommand.table(columns, rows(runs).sorted(byName).toList()).lines(new Paint(false));

        assertThat(lines).hasSize(runs + 1);
        columns(lines);
        assertThat(written).hasValue(runs * columns.size());
        assertThat(compared).hasValueLessThan(runs * 16);
    }

    @Test
    void aScreenShowsWhatFitsAndWritesNoMore() throws InterruptedException {
        AtomicInteger written = new AtomicInteger();
        List<Column> columns = Column.of(false, false, List.of()).stream()
                .map(column -> counted(column, written))
                .toList();
        StringWriter out = new StringWriter();
        World world = Typed.world(Map.of(), new FixedTerminal(24, 100), out, Writer.nullWriter());
        Roll roll = new Roll(rows(5_000).toList(), List.of(), Set.of());

        new ListWatch(
                        world,
                        Output.TABLE,
                        new Paint(false),
                        columns,
                        Comparator.comparing(Row::name, NaturalOrder.INSTANCE))
                .watch(roll, () -> roll, Duration.ZERO);

        List<String> drawn = out.toString().replace("\r\u001b[J", "").lines().toList();
        assertThat(drawn).hasSizeLessThan(24).allMatch(line -> line.length() < 100);
        assertThat(drawn.get(0)).startsWith("NAME");
        assertThat(drawn.get(1)).startsWith("query-0 ");
        assertThat(drawn.get(drawn.size() - 1)).matches("… and 49\\d\\d runs more; 5000 runs: 5000 running");
        assertThat(written).hasValueLessThan(24 * columns.size());
    }

    private static Column counted(Column column, AtomicInteger written) {
        return new Column(
                column.key(),
                row -> {
                    written.incrementAndGet();
                    return column.text().apply(row);
                },
                column.order());
    }

    private static Stream<Row> rows(int count) {
        Instant now = Instant.now();
        return IntStream.range(0, count).mapToObj(i -> {
            Labels labels = Labels.of(Map.of(Labels.QUERY_NAME, "query-" + i, "team", "team-" + i % 7));
            RunInfo run = new RunInfo("run-" + i, now, labels);
            DriverInfo driver = new DriverInfo("d" + i, "a" + i, "app-" + i % 300, "host", "0.1.0", "3.5.7", now);
            List<BackendHealth> links = List.of(new BackendHealth("redis", BackendHealth.State.LISTENING, now, ""));
            RunStatus status = new RunStatus(run, RunState.RUNNING, (long) i, now);
            return new Row("eu", new RosterEntry(status, driver, now, links, false));
        });
    }

    /** The heads of a table, each cell of which begins below its head. */
    private static List<String> columns(List<String> table) {
        List<String> heads = new ArrayList<>();
        Matcher head = Pattern.compile("\\S+( \\S+)*").matcher(table.get(0));
        while (head.find()) {
            heads.add(head.group());
            int begin = head.start();
            assertThat(table).allSatisfy(line -> {
                assertThat(line.charAt(begin)).as(line).isNotEqualTo(' ');
                assertThat(begin == 0 || line.charAt(begin - 1) == ' ').as(line).isTrue();
            });
        }
        return heads;
    }

    private static List<String> first(List<String> table) {
        return table.stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private static List<String> names(String json) throws IOException {
        List<String> names = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if ("name".equals(parser.currentName()) && parser.currentToken().isScalarValue()) {
                    names.add(parser.getText());
                }
            }
        }
        return names;
    }

    private List<String> list(String... options) {
        List<String> typed = new ArrayList<>(List.of("list"));
        typed.addAll(List.of(options));
        Typed result = Typed.in(Map.of("CURFEW_FILE_DIR", dir.toString()), typed.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        return result.out().lines().toList();
    }
}
