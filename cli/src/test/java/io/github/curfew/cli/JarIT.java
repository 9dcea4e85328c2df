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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as users have it, in a process of its own. */
@Timeout(180)
final class JarIT {
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

    /** As in {@code curfew list --watch | head -1}. */
    @Test
    void endsWhenNobodyReadsAnyMore() throws Exception {
        try (FakeDriver driver = new FakeDriver(dir.resolve("shared"), new FakeRun("orders", true))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> run("list", "-o", "name").out().contains("orders"));
            for (String typed : List.of("list --watch", "watch -o json", "list")) {
                Path err = dir.resolve("err");
                ProcessBuilder builder = new ProcessBuilder(
                                "bash", "-c", "set -o pipefail; \"$JAVA\" -jar \"$JAR\" " + typed + " | head -1")
                        .redirectError(err.toFile());
                builder.environment()
                        .putAll(Map.of(
                                "JAVA",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "JAR",
                                JarProcess.JAR.toString(),
                                "CURFEW_FILE_DIR",
                                dir.resolve("shared").toString()));
                Process process = builder.start();
                // It is noticed at the next thing that there is to say.
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> {
                            driver.start(new FakeRun("more", true));
                            return !process.isAlive();
                        });
                assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .hasLineCount(1);
                assertThat(process.exitValue()).as(typed).isZero();
                assertThat(err).as(typed).isEmptyFile();
            }
            assertThat(driver.runs()).isPositive();
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
    void holdsNoSparkAndTellsOfAllElseWhoseItIs() throws IOException {
        List<String> entries = new ArrayList<>();
        String told;
        try (JarFile jar = new JarFile(JarProcess.JAR.toFile())) {
            for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
                entries.add(all.nextElement().getName());
            }
            told = new String(
                    jar.getInputStream(jar.getEntry("META-INF/THIRD-PARTY.md")).readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> others = Pattern.compile("^\\| `([a-z0-9.]+)`", Pattern.MULTILINE)
                .matcher(told)
                .results()
                .map(row -> row.group(1).replace('.', '/') + "/")
                .toList();

        assertThat(entries)
                .noneMatch(entry -> entry.startsWith("io/github/curfew/spark/"))
                .doesNotHaveDuplicates()
                .contains("META-INF/LICENSE", "META-INF/NOTICE")
                .filteredOn(entry -> !entry.endsWith("/"))
                .map(entry -> entry.replaceFirst("^META-INF/versions/\\d+/", ""))
                .allMatch(entry -> entry.startsWith("META-INF/")
                        || entry.startsWith("io/github/curfew/")
                        || entry.equals("kafka/kafka-version.properties")
                        || others.stream().anyMatch(entry::startsWith));
        assertThat(others).allMatch(other -> entries.stream().anyMatch(entry -> entry.startsWith(other)));
    }

    private Typed run(String... args) throws IOException, InterruptedException {
        return jar().run(args);
    }

    private Process start(Path out, Path err, String... args) throws IOException {
        return jar().start(out, err, args);
    }

    private JarProcess jar() {
        return new JarProcess(
                dir, Map.of("CURFEW_FILE_DIR", dir.resolve("shared").toString()));
    }
}
