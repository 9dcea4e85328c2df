package io.github.curfew.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README's and the manual's code blocks that have a name: the line above is {@code <!-- snippet: name -->}. */
public final class Readme {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- snippet: ([a-z0-9-]+) -->\\n```[a-z]*\\n(.*?)```", Pattern.DOTALL);

    private Readme() {}

    /** The repository's root: tests run in a module's directory. */
    public static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    /** By name; one that stands on several pages is the same on each. */
    public static Map<String, String> blocks() throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        for (Path page : pages()) {
            Matcher found = BLOCK.matcher(Files.readString(page));
            while (found.find()) {
                String other = blocks.putIfAbsent(found.group(1), found.group(2));
                assertThat(found.group(2))
                        .as("%s in %s", found.group(1), page)
                        .isEqualTo(other == null ? found.group(2) : other);
            }
        }
        return blocks;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(root().resolve("README.md")));
        try (Stream<Path> files = Files.list(root().resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }
}
