package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lines that docs/observability.md lists are those that are in the source; here, because all backends are built before. */
final class LogManualTest {
    private static final List<String> MODULES =
            List.of("core", "aws", "backend-dynamodb", "backend-kafka", "backend-redis", "backend-sqs");
    private static final Pattern CALL =
            Pattern.compile("LOG\\.(info|warn|error)\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"(?:\\s*\\+\\s*)?)+)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| [^|]+ \\| (INFO|WARN|ERROR) \\| `([\\w.]+)` \\| `(.*)` \\|$");

    private final GeneratedPart manual = new GeneratedPart("observability.md", LogManualTest.class);

    private record Line(String logger, String level, String text) {}

    @Test
    void listsEveryLine() throws IOException {
        manual.isOrBecomes(lines().stream()
                .map(line -> "| " + line.level() + " | `" + line.logger() + "` | `" + line.text() + "` |")
                .collect(Collectors.joining("\n", "| level | logger | line |\n|---|---|---|\n", "")));
    }

    @Test
    void everyEventHasALineThatIsWritten() throws IOException {
        List<Line> shown = ROW.matcher(manual.text())
                .results()
                .map(row -> new Line(row.group(2), row.group(1), row.group(3)))
                .toList();
        assertThat(shown).hasSizeGreaterThan(15).doesNotHaveDuplicates();
        assertThat(lines()).containsAll(shown);
    }

    /** What an engine says at INFO is an event. */
    @Test
    void noEventOfTheEngineIsLeftOut() throws IOException {
        String manual = this.manual.text();
        String events = manual.substring(0, manual.indexOf("<!-- from the code: begin -->"));
        assertThat(lines().stream()
                        .filter(line -> line.logger().startsWith("engine.")
                                && line.level().equals("INFO")))
                .allSatisfy(line -> assertThat(events).contains("| `" + line.text() + "` |"));
    }

    /** Found by whoever greps for the prefix, and by the pattern above. */
    @Test
    void everyLoggerIsNamedAfterItsClassAndEveryLineBeginsWithItsText() {
        sources()
                .forEach(source -> assertThat(text(source))
                        .as(source.toString())
                        .doesNotContainPattern("getLogger\\((?!" + name(source) + "\\.class\\))")
                        .doesNotContainPattern("LOG\\.(info|warn|error)\\(\\s*[^\"\\s]"));
    }

    private static List<Line> lines() {
        return sources().flatMap(LogManualTest::lines).toList();
    }

    private static Stream<Path> sources() {
        return MODULES.stream().flatMap(module -> {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Stream<Line> lines(Path source) {
        String logger = source.getName(source.getNameCount() - 2) + "." + name(source);
        return CALL.matcher(text(source)).results().map(call -> {
            Matcher literals = LITERAL.matcher(call.group(2));
            String line = literals.results().map(part -> part.group(1)).collect(Collectors.joining());
            return new Line(logger, call.group(1).toUpperCase(Locale.ROOT), line);
        });
    }

    private static String name(Path source) {
        String file = source.getFileName().toString();
        return file.substring(0, file.length() - ".java".length());
    }

    private static String text(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
