package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A real terminal with a shell in it, into which a test types and whose screen it reads. */
final class Tmux implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final String socket;

    private Tmux(String socket) {
        this.socket = socket;
    }

    /** Opens one, with the command {@code curfew} on its path; skips the test where there is no tmux. */
    static Tmux open(Path dir, int width, int height, Map<String, String> environment) throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> new File(folder, "tmux").canExecute()),
                "tmux is not on the PATH");
        Tmux tmux = new Tmux(dir.resolve("tmux.socket").toString());
        List<String> command =
                new ArrayList<>(List.of("-f", "/dev/null", "new-session", "-d", "-x", "" + width, "-y", "" + height));
        // Several words are run as they are; one word would go through a shell, whose profile could change the path.
        command.addAll(List.of("env", "PS1=$ ", "JAVA_HOME=" + System.getProperty("java.home")));
        command.add("PATH=" + Path.of("").toAbsolutePath() + File.pathSeparator + System.getenv("PATH"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("bash", "--norc", "--noprofile"));
        tmux.run(command);
        return tmux;
    }

    /** Types a line and presses Enter. */
    void type(String line) throws Exception {
        typeOnly(line);
        press("Enter");
    }

    /** Types, and leaves the line open. */
    void typeOnly(String line) throws Exception {
        run(List.of("send-keys", "-l", line));
    }

    /** Presses a key, such as {@code C-c}. */
    void press(String key) throws Exception {
        run(List.of("send-keys", key));
    }

    void resize(int width, int height) throws Exception {
        run(List.of("resize-window", "-x", "" + width, "-y", "" + height));
    }

    /** What stands on the screen. */
    String screen() throws Exception {
        return run(List.of("capture-pane", "-p"));
    }

    /** The same with what colours it. */
    String colouredScreen() throws Exception {
        return run(List.of("capture-pane", "-p", "-e"));
    }

    String awaitScreen(Predicate<String> right) {
        return await().atMost(LONGEST).pollInterval(Duration.ofMillis(50)).until(this::screen, right);
    }

    private String run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", arguments, said).isZero();
        return said;
    }

    /** Ends the shell and all that runs in it. */
    @Override
    public void close() throws IOException {
        try {
            run(List.of("kill-server"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
