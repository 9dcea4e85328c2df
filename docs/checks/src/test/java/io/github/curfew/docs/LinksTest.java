package io.github.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link within the documentation leads somewhere, to the heading that it names, and no page is far away. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");

    private static List<Path> texts() throws IOException {
        try (Stream<Path> files = Files.walk(Contract.ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().matches(".*/(node_modules|target|\\.git)/.*"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int count = 0;
        for (Path text : texts()) {
            Matcher link = LINK.matcher(CODE.matcher(Files.readString(text)).replaceAll(""));
            while (link.find()) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*") && !leadsSomewhere(text, target)) {
                    broken.add(Contract.ROOT.relativize(text) + " → " + target);
                }
                count++;
            }
        }
        assertThat(broken).isEmpty();
        assertThat(count).as("links that were found").isGreaterThan(200);
    }

    @Test
    void everyPageOfTheManualIsTwoClicksAway() throws IOException {
        Set<Path> near = targets(Contract.ROOT.resolve("README.md"));
        for (Path page : List.copyOf(near)) {
            if (page.toString().endsWith(".md") && Files.exists(page)) {
                near.addAll(targets(page));
            }
        }
        assertThat(texts())
                .filteredOn(text -> text.startsWith(Contract.ROOT.resolve("docs"))
                        || text.getFileName().toString().equals("README.md"))
                .isNotEmpty()
                .allMatch(text -> text.equals(Contract.ROOT.resolve("README.md")) || near.contains(text));
    }

    private static Set<Path> targets(Path text) throws IOException {
        return LINK.matcher(Files.readString(text))
                .results()
                .map(link -> link.group(1).replaceFirst("#.*", ""))
                .filter(target -> !target.isEmpty() && !target.matches("[a-z]+:.*"))
                .map(target -> text.resolveSibling(target).normalize())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean leadsSomewhere(Path from, String target) throws IOException {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty() ? from : from.resolveSibling(path).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        return hash < 0 || anchors(file).contains(target.substring(hash + 1));
    }

    /** As they are made of headings where the files are read. */
    private static List<String> anchors(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
