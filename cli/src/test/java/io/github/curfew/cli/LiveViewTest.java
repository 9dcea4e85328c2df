package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.client.Progress;
import io.github.curfew.client.Standing;
import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Action;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Mode;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a wait shows of few runs and of thousands. */
final class LiveViewTest {
    private static final Terms STOP = Terms.DEFAULT;

    private final StringWriter out = new StringWriter();

    @Test
    void ofFewRunsEachHasALine() {
        live(24, 100).show(scene(5, 2), Duration.ofSeconds(3), Duration.ofMinutes(5));

        assertThat(drawn()).hasSize(7);
        assertThat(drawn().get(0)).matches("NAME +STATE +BATCH +TOOK");
        assertThat(drawn().get(6)).startsWith("[############------------------] 2/5 done, 3s of 5m: ");
    }

    @ParameterizedTest
    @CsvSource({"5000, 4000, 24, 100", "5000, 0, 24, 60", "5000, 4999, 50, 200", "5000, 5000, 24, 80", "300, 7, 8, 40"})
    void ofThousandsItFitsTheScreenAndNamesThoseThatAreLate(int runs, int done, int height, int width) {
        live(height, width).show(scene(runs, done), Duration.ofSeconds(3), Duration.ofMinutes(5));

        assertThat(drawn()).hasSizeLessThan(height).allMatch(line -> line.length() < width);
        assertThat(drawn().get(drawn().size() - 1)).contains(done + "/" + runs + " done");
        if (height >= 20 && done > 0) {
            assertThat(String.join("\n", drawn())).containsPattern("(?m)^STATE +RUNS +MEDIAN +MAX +SLOWEST");
        }
        if (done < runs && done > 0 && height >= 20) {
            assertThat(String.join("\n", drawn())).containsPattern("(?m)^query-\\d+ +(silent|draining)");
        }
    }

    @Test
    void atTheEndOnlyThoseStayThatNeedALook() {
        LiveView view = live(24, 100);
        view.end(scene(5_000, 4_998));

        assertThat(drawn()).hasSizeLessThan(60);
        assertThat(String.join("\n", drawn()))
                .contains("silent", "forced")
                .containsPattern("… and \\d+ runs more: 'curfew status 4711' shows each");
    }

    @Test
    void aPipeGetsALineNowAndThen() {
        LineView view = lines(STOP);
        for (int done = 0; done < 5_000; done += 100) {
            view.show(scene(5_000, done), Duration.ofMillis(done), Duration.ofMinutes(5));
        }
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.stream().filter(line -> line.contains(" done: "))).hasSize(1);
        assertThat(lines).hasSizeLessThan(60).anyMatch(line -> line.matches(" +\\S+ +query-\\d+ +forced .*"));
    }

    @Test
    void inTheEndAPipeGetsThoseThatAreNotDone() {
        LineView view = lines(STOP);
        Scene scene = scene(100, 37);
        view.show(scene, Duration.ofSeconds(1), Duration.ofMinutes(5));
        assertThat(out.toString()).doesNotContain("silent  ");
        view.end(scene);

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(1 + 50 + 2);
        assertThat(lines.subList(1, 33)).allMatch(line -> line.matches(" +1s +query-\\d+ +silent +on host"));
        assertThat(lines.subList(33, 51)).allMatch(line -> line.matches(" +1s +query-\\d+ +draining"));
        assertThat(lines)
                .endsWith(
                        "… and 13 runs more: 'curfew status 4711' shows each",
                        "who is silent, and what they do: curfew list 'version!=42'");
    }

    @Test
    void thousandsThatRefuseHaveNotALineEach() {
        LineView view = lines(STOP);
        Scene scene = scene(IntStream.range(0, 5_000)
                .mapToObj(i -> standing(i, Outcome.REFUSED))
                .toList());
        view.show(scene, Duration.ofSeconds(1), Duration.ofMinutes(5));
        view.end(scene);

        assertThat(out.toString().lines())
                .hasSize(52)
                .endsWith("… and 4950 runs more: 'curfew status 4711' shows each");
    }

    @Test
    void aCutIsNothingToTellWhereItWasAskedFor() {
        Subject now = subject(new Terms(Mode.NOW, null, null, null, "", null));
        List<Standing> standings = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> standings.add(standing(i, Outcome.FORCED)));
        standings.add(standing(100, Outcome.FAILED));
        Scene scene = scene(standings);
        LineView pipe = new LineView(world(), new Paint(false), now);
        pipe.show(scene, Duration.ofSeconds(1), Duration.ofMinutes(5));
        pipe.end(scene);
        assertThat(out.toString().lines()).hasSize(2).anyMatch(line -> line.matches(" +1s +query-100 +failed.*"));

        out.getBuffer().setLength(0);
        new LiveView(world(), new FixedTerminal(24, 100), new Paint(false), now).end(scene);
        assertThat(drawn())
                .hasSize(3)
                .anyMatch(line -> line.matches("query-100 +failed.*"))
                .endsWith("… and 100 runs more: 'curfew status 4711' shows each");
    }

    @Test
    void runsOfOneNameAreToldApart() {
        Standing one = standing(1, Outcome.STOPPED);
        Standing other = new Standing(
                new RunInfo("0f7d9f3a-8a11", Instant.EPOCH, one.run().labels()), null, null, Presence.HERE);
        Scene scene = scene(List.of(one, other, standing(2, null)));
        lines(STOP).show(scene, Duration.ofSeconds(1), Duration.ofMinutes(5));

        assertThat(out.toString())
                .containsPattern("query-1 \\(run-1\\) +stopped")
                .containsPattern("query-1 \\(0f7d9f3a\\) +silent")
                .containsPattern("query-2 +silent");
    }

    @Test
    void aLongProfileDoesNotBreakALine() {
        Scene scene = Scene.of(
                Map.of(
                        "a-cluster-with-a-name-that-is-far-too-long",
                        scene(5, 2).parts().get("")),
                true,
                List.of(),
                0);
        live(24, 30).show(scene, Duration.ofSeconds(3), Duration.ofMinutes(5));

        assertThat(drawn()).hasSize(7).allMatch(line -> line.length() < 30);
    }

    @Test
    void aStreamTellsNothingBehindAFinalWordButWhatFollowsARefusal() {
        StreamView view = new StreamView(world().out(), signal(STOP));
        for (Outcome outcome :
                List.of(Outcome.REFUSED, Outcome.DRAINING, Outcome.STOPPED, Outcome.RECEIVED, Outcome.FORCED)) {
            view.hear(new Said("", Objects.requireNonNull(standing(1, outcome).report())));
        }
        view.show(scene(List.of()), Duration.ofSeconds(1), Duration.ofMinutes(5));

        assertThat(out.toString().lines().map(line -> line.replaceAll(".*\"event\":\"(\\w+)\".*", "$1")))
                .containsExactly("refused", "draining", "stopped");
    }

    @Test
    void drawsThousandsQuicklyEnoughToBeLive() {
        Scene scene = scene(5_000, 2_500);
        LiveView view = live(40, 120);
        long began = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            view.show(scene.settled() ? scene : settled(scene), Duration.ofSeconds(i), Duration.ofMinutes(5));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began).dividedBy(20)).isLessThan(Duration.ofMillis(250));
    }

    private static Scene settled(Scene scene) {
        return new Scene(scene.parts(), false, List.of(), scene.members(), scene.later(), scene.troubles(), true);
    }

    /** The first so many are done, one in a hundred by force; of the others half drain and half are silent. */
    private static Scene scene(int runs, int done) {
        List<Standing> standings = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Outcome outcome =
                    i < done ? i % 100 == 99 ? Outcome.FORCED : Outcome.STOPPED : i % 2 == 0 ? Outcome.DRAINING : null;
            standings.add(standing(i, outcome));
        }
        return scene(standings);
    }

    private static Scene scene(List<Standing> standings) {
        return Scene.of(Map.of("", new Progress(standings, false, List.of())), false, List.of(), 0);
    }

    private static Signal signal(Terms terms) {
        return new Signal(
                new SignalId("/test", "4711"), Action.STOP, Selector.parse("version!=42"), terms, Instant.EPOCH);
    }

    private static Subject subject(Terms terms) {
        return new Subject(signal(terms), "curfew status 4711", "curfew list 'version!=42'");
    }

    private LineView lines(Terms terms) {
        return new LineView(world(), new Paint(false), subject(terms));
    }

    private static Standing standing(int number, @Nullable Outcome outcome) {
        RunInfo run =
                new RunInfo("run-" + number, Instant.EPOCH, Labels.of(Map.of(Labels.QUERY_NAME, "query-" + number)));
        DriverInfo driver =
                new DriverInfo("d" + number, "a", "app-" + number % 300, "host", "0.1.0", "3.5.7", Instant.EPOCH);
        Report.OfSignal report = outcome == null
                ? null
                : new Report.OfSignal(
                        "r" + number,
                        driver.id(),
                        Instant.EPOCH,
                        outcome,
                        new SignalId("/test", "4711"),
                        Action.STOP,
                        run,
                        "*",
                        (long) number,
                        Duration.ofMillis(number),
                        "");
        return new Standing(run, driver, report, Presence.HERE);
    }

    private LiveView live(int height, int width) {
        return new LiveView(world(), new FixedTerminal(height, width), new Paint(false), subject(STOP));
    }

    private World world() {
        return Typed.world(Map.of(), null, out, Writer.nullWriter());
    }

    private List<String> drawn() {
        return out.toString()
                .replaceAll("\r(\u001b\\[\\d+A)?\u001b\\[J", "")
                .lines()
                .toList();
    }
}
