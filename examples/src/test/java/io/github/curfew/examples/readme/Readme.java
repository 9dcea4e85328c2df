package io.github.curfew.examples.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README's code blocks that have a name: the line above such a block is {@code <!-- snippet: name -->}. */
public final class Readme {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- snippet: ([a-z0-9-]+) -->\\n```[a-z]*\\n(.*?)```", Pattern.DOTALL);

    private Readme() {}

    /** The repository's root: tests run in a module's directory. */
    public static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    public static Map<String, String> blocks() throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        Matcher found = BLOCK.matcher(Files.readString(root().resolve("README.md")));
        while (found.find()) {
            blocks.put(found.group(1), found.group(2));
        }
        return blocks;
    }
}
