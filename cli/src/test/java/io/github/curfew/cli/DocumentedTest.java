package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.config.Backends;
import io.github.curfew.config.SettingsSources;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the documentation tells people to type: each command line can be parsed, and each setting exists. */
class DocumentedTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** A line, or what stands between backticks. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?m)(?:^|`|\"|\\$\\()(?:[A-Z_]+=\\S+ )*(?:java -jar \\S*curfew\\.jar|curfew) ([a-z-][^`\\n]*)");

    /** Those of {@code jdbc} are of the backend that the manual builds as an example, which is not here. */
    private static final Pattern KEY =
            Pattern.compile("spark\\.curfew\\.(?!jdbc\\.)([a-z][A-Za-z0-9-]*+(?:\\.[A-Za-z0-9-]++)*+)(?!\\.?[<*…])");

    /** Where a shell goes on to something else. */
    private static final List<String> ENDS = List.of("|", "||", "&&", "&", ";", ">", ">>", "2>", "#", "\\");

    private static Map<Path, String> texts() throws IOException {
        Map<Path, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(DocumentedTest::isText).sorted().toList()) {
                texts.put(ROOT.relativize(file), Files.readString(file));
            }
        }
        assertThat(texts).containsKeys(Path.of("README.md"), Path.of("docs/fleet.md"));
        return texts;
    }

    private static boolean isText(Path file) {
        String path = ROOT.relativize(file).toString();
        return (path.endsWith(".md") || path.startsWith("examples/publishers/recipes/"))
                && Files.isRegularFile(file)
                && !path.contains("node_modules")
                && !path.contains("target/");
    }

    @Test
    void everyCommandCanBeParsed() throws IOException {
        List<String> problems = new ArrayList<>();
        int count = 0;
        for (Map.Entry<Path, String> text : texts().entrySet()) {
            Matcher command = COMMAND.matcher(text.getValue().replace("\\\n", " "));
            while (command.find()) {
                List<String> words = words(command.group(1).replaceAll("<[^<>\\n]+>", "x"));
                String problem = problem(words);
                if (problem != null) {
                    problems.add(text.getKey() + ": curfew " + command.group(1) + ": " + problem);
                }
                count++;
            }
        }
        assertThat(problems).isEmpty();
        assertThat(count).as("commands that were found").isGreaterThan(20);
    }

    private static @Nullable String problem(List<String> words) {
        CommandLine commands = Cli.commands(nobody());
        if (words.size() == 1 && commands.getSubcommands().containsKey(words.get(0))) {
            // In a sentence, by its name alone.
            return null;
        }
        try {
            commands.parseArgs(words.toArray(String[]::new));
            return null;
        } catch (ParameterException e) {
            return e.getMessage();
        }
    }

    @Test
    void everySettingExists() throws IOException {
        for (Map.Entry<Path, String> text : texts().entrySet()) {
            Matcher key = KEY.matcher(text.getValue());
            while (key.find()) {
                Properties set = new Properties();
                set.setProperty("curfew." + key.group(1), "x");
                assertThat(SettingsSources.of(Map.of(), set)
                                .survey(Backends.discover())
                                .problems())
                        .as(text.getKey() + ": " + key.group())
                        .noneMatch(problem -> problem.contains("is no setting of Curfew"));
            }
        }
    }

    private static World nobody() {
        return Typed.world(Map.of(), null, Writer.nullWriter(), Writer.nullWriter());
    }

    /** As a shell splits them, up to where it goes on to something else. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("((?:[^\\s\"']|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')+)")
                .matcher(line);
        while (word.find()) {
            String raw = word.group();
            if (ENDS.contains(raw)) {
                break;
            }
            boolean isLast = raw.endsWith(";") || raw.endsWith(")");
            String plain = isLast && !raw.contains("(") ? raw.substring(0, raw.length() - 1) : raw;
            words.add(plain.replaceAll("[\"']", ""));
            if (isLast) {
                break;
            }
        }
        return words;
    }
}
