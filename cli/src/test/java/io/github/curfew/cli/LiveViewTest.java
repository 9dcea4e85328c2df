package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.client.Progress;
import io.github.curfew.client.Standing;
import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Action;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.SignalId;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a wait shows of few runs and of thousands. */
final class LiveViewTest {
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
                .contains("runs more: 'curfew status 4711' shows each");
    }

    @Test
    void aPipeGetsALineNowAndThen() {
        LineView view = new LineView(world(), new Paint(false));
        for (int done = 0; done < 5_000; done += 100) {
            view.show(scene(5_000, done), Duration.ofMillis(done), Duration.ofMinutes(5));
        }
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.stream().filter(line -> line.contains(" done: "))).hasSize(1);
        assertThat(lines).hasSizeLessThan(60).anyMatch(line -> line.matches(" +\\S+ +query-\\d+ +forced .*"));
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
        return Scene.of(Map.of("", new Progress(standings, false, List.of())), false, List.of(), 0);
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
        return new LiveView(world(), new FixedTerminal(height, width), new Paint(false), "curfew status 4711");
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
