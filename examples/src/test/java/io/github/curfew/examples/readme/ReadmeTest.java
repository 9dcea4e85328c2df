package io.github.curfew.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the README and the manual show is code that runs: regions of sources from {@code // snippet: name} to
 * {@code // end}, which in Python begin with {@code #}, and in SQL with {@code --}.
 */
class ReadmeTest {
    private static final Pattern REGION =
            Pattern.compile("(?m)^ *(?://|#|--) snippet: ([a-z0-9-]+)\\n(.*?)^ *(?://|#|--) end$", Pattern.DOTALL);

    /** Blocks that are no source: ReadmeCommandsIT types them. */
    private static final List<String> COMMANDS = List.of("submit", "stop");

    @Test
    void showsWhatTheSourcesHave() throws IOException {
        Map<String, String> shown = new TreeMap<>(Readme.blocks());
        assertThat(shown).containsKeys(COMMANDS.toArray(String[]::new));
        COMMANDS.forEach(shown::remove);
        assertThat(shown).isEqualTo(regions());
    }

    private static Map<String, String> regions() throws IOException {
        Map<String, String> regions = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Readme.root().resolve("examples"))) {
            for (Path file : files.filter(ReadmeTest::isSource).toList()) {
                Matcher found = REGION.matcher(Files.readString(file));
                while (found.find()) {
                    regions.put(found.group(1), found.group(2).stripTrailing().stripIndent() + "\n");
                }
            }
        }
        return regions;
    }

    private static boolean isSource(Path file) {
        return file.toString().matches(".*\\.(java|py|sql)") && !file.toString().contains("/target/");
    }
}
