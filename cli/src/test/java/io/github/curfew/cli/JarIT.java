package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as users have it, in a process of its own. */
@Timeout(180)
final class JarIT {
    private static final Path JAR = Path.of(Objects.requireNonNull(System.getProperty("curfew-jar")));

    @TempDir
    Path dir;

    @Test
    void stopsAStreamOfAnotherProcess() throws Exception {
        try (FakeDriver driver =
                new FakeDriver(dir.resolve("shared"), new FakeRun("bücher", true), new FakeRun("other", true))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> run("list", "-o", "name").out().lines().count() == 2);
            Typed result = run("stop", "query.name=b*", "--wait");

            assertThat(result.code()).as(result.toString()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).containsPattern("bücher +stopped");
            assertThat(driver.runs()).isEqualTo(1);
        }
    }

    @Test
    void saysThatTheSignalStandsWhenItIsInterrupted() throws Exception {
        Path err = dir.resolve("err");
        Path out = dir.resolve("out");
        try (FakeDriver driver = new FakeDriver(dir.resolve("shared"), new FakeRun("stuck", false))) {
            Process process = start(out, err, "stop", "stuck", "--wait");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(out).contains("draining"));
            // Like Ctrl-C: the shutdown hooks run.
            process.destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(err)).contains("curfew: no longer waiting; the signal ", " stands until");
            assertThat(run("stop", "stuck", "--now", "--wait").code()).isZero();
            await().until(() -> driver.runs() == 0);
        }
    }

    @Test
    void endsWithItsExitCodes() throws Exception {
        assertThat(run("--help").code()).isZero();
        assertThat(run("--version").out()).startsWith("curfew 0.");
        assertThat(run("stop", "a", "b").code()).isEqualTo(2);
        assertThat(run("stop", "nobody", "--wait").code()).isEqualTo(4);
    }

    @Test
    void holdsNoSparkAndFindsItsBackends() throws IOException {
        List<String> entries = new ArrayList<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
                entries.add(all.nextElement().getName());
            }
        }
        assertThat(entries)
                .noneMatch(entry -> entry.startsWith("org/apache/") || entry.startsWith("scala/"))
                .noneMatch(entry -> entry.startsWith("io/github/curfew/spark/"))
                .contains("META-INF/services/io.github.curfew.spi.BackendProvider");
    }

    private Typed run(String... args) throws IOException, InterruptedException {
        Path out = Files.createTempFile(dir, "out", ".txt");
        Path err = Files.createTempFile(dir, "err", ".txt");
        Process process = start(out, err, args);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + List.of(args));
        }
        return new Typed(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private Process start(Path out, Path err, String... args) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("CURFEW_FILE_DIR", dir.resolve("shared").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}
