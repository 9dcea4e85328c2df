package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a person sees it, in a real terminal. */
@Timeout(180)
final class TerminalIT {
    @TempDir
    Path dir;

    @Test
    void redrawsATableAndLeavesTheSignalStandingAtCtrlC() throws Exception {
        try (FakeDriver driver = new FakeDriver(shared(), new FakeRun("stuck", false), new FakeRun("orders", true));
                Tmux terminal = open(100, 30, Map.of())) {
            terminal.type("clear; curfew stop team=payments --wait");
            String live = terminal.awaitScreen(screen -> screen.contains("1/2 done"));
            assertThat(live)
                    .containsPattern("orders +stopped +42 ")
                    .containsPattern("stuck +draining")
                    .contains("[###############---------------] 1/2 done", " of 5m30s")
                    .containsOnlyOnce("NAME");
            // It is the same table, only the time goes on.
            terminal.awaitScreen(screen -> !screen.equals(live) && screen.contains("1/2 done"));
            assertThat(terminal.screen()).containsOnlyOnce("NAME");

            terminal.press("C-c");
            String after = terminal.awaitScreen(screen -> screen.contains("no longer waiting"));
            Matcher id =
                    Pattern.compile("see 'curfew\\s+status\\s+([0-9a-f-]+)").matcher(joined(after));
            assertThat(id.find()).as(after).isTrue();
            terminal.type("echo code $?");
            terminal.awaitScreen(screen -> screen.contains("code 130"));

            terminal.type("clear; curfew status " + id.group(1) + "; echo code $?");
            assertThat(terminal.awaitScreen(screen -> screen.contains("code 124")))
                    .containsPattern("orders +stopped")
                    .containsPattern("stuck +draining")
                    .contains("1 draining, 1 stopped");
            assertThat(driver.runs()).isEqualTo(1);
        }
    }

    @Test
    void fitsATerminalThatBecomesNarrow() throws Exception {
        FakeRun[] runs = new FakeRun[30];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = new FakeRun("a-query-with-quite-a-long-name-" + i, false);
        }
        try (FakeDriver driver = new FakeDriver(shared(), runs);
                Tmux terminal = open(100, 24, Map.of())) {
            terminal.type("clear; curfew stop --all --wait");
            assertThat(terminal.awaitScreen(screen -> screen.contains("0/30 done")
                            && Pattern.compile("draining +30 ").matcher(screen).find()))
                    .containsPattern("STATE +RUNS")
                    .containsPattern("… and \\d+ runs more");
            terminal.resize(50, 12);
            String narrow = terminal.awaitScreen(screen -> screen.contains("0/30 done")
                    && screen.lines().filter(line -> !line.isBlank()).count() <= 12
                    && screen.lines().allMatch(line -> line.length() <= 50));
            assertThat(narrow.lines()).allMatch(line -> line.length() <= 50);
            terminal.press("C-c");
            assertThat(driver.runs()).isEqualTo(30);
        }
    }

    @Test
    void asksBeforeItReachesFarAndColoursUnlessToldNotTo() throws Exception {
        try (FakeDriver driver = new FakeDriver(shared(), new FakeRun("orders", true), new FakeRun("clicks", true));
                Tmux terminal = open(100, 30, Map.of())) {
            terminal.type("curfew stop 'query.name=*' --wait");
            terminal.awaitScreen(screen -> screen.contains("2 runs just now? [y/N]"));
            terminal.type("n");
            terminal.awaitScreen(screen -> screen.contains("nothing was published"));
            assertThat(driver.runs()).isEqualTo(2);

            terminal.type("clear; curfew stop orders --wait; echo code $?");
            terminal.awaitScreen(screen -> screen.contains("code 0"));
            assertThat(terminal.colouredScreen()).containsPattern("orders +\u001b\\[32mstopped");
            terminal.type("clear; NO_COLOR=1 curfew stop clicks --wait; echo code $?");
            terminal.awaitScreen(screen -> screen.contains("code 0"));
            assertThat(terminal.colouredScreen()).containsPattern("clicks +stopped");
        }
    }

    @Test
    void watchesUntilCtrlC() throws Exception {
        try (FakeDriver driver = new FakeDriver(shared(), new FakeRun("orders", true));
                Tmux terminal = open(120, 20, Map.of())) {
            terminal.type("clear; curfew watch");
            terminal.awaitScreen(
                    screen -> Pattern.compile("orders +running").matcher(screen).find());
            assertThat(Typed.in(environment(Map.of()), "stop", "orders", "--wait")
                            .code())
                    .isZero();
            String screen = terminal.awaitScreen(now -> now.contains("no run is there"));
            assertThat(screen).containsPattern("\\d\\d:\\d\\d:\\d\\d  orders +stopped +batch 42 +stop ");
            terminal.press("C-c");
            terminal.type("echo code $?");
            terminal.awaitScreen(now -> now.contains("code 130"));
            await().until(() -> driver.runs() == 0);
        }
    }

    @Test
    void listsInPlaceUntilCtrlC() throws Exception {
        FakeRun[] runs = new FakeRun[40];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = new FakeRun("query-" + i, i % 2 == 0);
        }
        try (FakeDriver driver = new FakeDriver(shared(), runs);
                Tmux terminal = open(100, 20, Map.of())) {
            terminal.type("clear; curfew list --watch -L team --sort-by name");
            String screen = terminal.awaitScreen(now -> now.contains("40 runs: 40 running"));
            assertThat(screen)
                    .containsPattern("NAME +STATE +SINCE .* TEAM +BACKENDS")
                    .containsSubsequence("query-9 ", "query-10 ")
                    .containsPattern("… and \\d+ runs more; 40 runs: 40 running");
            assertThat(Typed.in(environment(Map.of()), "stop", "query-0", "--wait")
                            .code())
                    .isZero();
            String after = terminal.awaitScreen(now -> now.contains("39 runs: 39 running"));
            assertThat(after).containsOnlyOnce("NAME").doesNotContain("query-0 ");
            terminal.press("C-c");
            terminal.type("echo code $?");
            terminal.awaitScreen(now -> now.contains("code 130"));
            assertThat(driver.runs()).isEqualTo(39);
        }
    }

    @Test
    void completesCommandsOptionsAndTheirValues() throws Exception {
        try (Tmux terminal = open(100, 30, Map.of())) {
            terminal.type("source <(curfew completion); echo ready $?");
            terminal.awaitScreen(screen -> screen.contains("ready 0"));
            terminal.type("clear");
            terminal.type("complete -p curfew");
            terminal.awaitScreen(screen -> screen.contains("complete -o default -F _complete_curfew curfew"));
            complete(terminal, "curfew res", "restart", "resume");
            complete(terminal, "curfew stop --on-t", "--on-timeout");
            complete(terminal, "curfew stop --on-timeout ", "force", "keep-running");
            complete(terminal, "curfew list --backend ", "dynamodb", "file", "http", "kafka", "redis", "sqs");
        }
    }

    private static void complete(Tmux terminal, String line, String... offers) throws Exception {
        terminal.type("clear");
        terminal.typeOnly(line);
        terminal.press("Tab");
        terminal.press("Tab");
        String screen = terminal.awaitScreen(now -> {
            for (String offer : offers) {
                if (!now.contains(offer)) {
                    return false;
                }
            }
            return true;
        });
        assertThat(screen).contains(offers);
        terminal.press("C-u");
    }

    private Path shared() {
        return dir.resolve("shared");
    }

    private Tmux open(int width, int height, Map<String, String> more) throws Exception {
        return Tmux.open(dir, width, height, environment(more));
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("CURFEW_FILE_DIR", shared().toString());
        environment.put("CURFEW_FILE_POLL_INTERVAL", "50ms");
        return environment;
    }

    /** Without the breaks that a terminal puts into a long line. */
    private static String joined(String screen) {
        return screen.replace("\n", "");
    }
}
