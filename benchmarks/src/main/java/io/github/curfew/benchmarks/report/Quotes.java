package io.github.curfew.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What texts quote of results, between {@code <!-- from benchmarks/results/fleet-redis.json: begin -->} and the same with
 * {@code end}: all tables of it; one, with {@code fleet-redis.json#times}; or, from {@code benchmarks/results}, what became
 * of all aims, and from {@code benchmarks/results#first} of the first of each and of all that were missed.
 */
final class Quotes {
    private static final String FROM = "<!-- from benchmarks/results";
    private static final Pattern BEGIN =
            Pattern.compile("<!-- from benchmarks/results(?:/([a-z0-9.-]+)\\.json)?(?:#([a-z0-9.-]+))?: begin -->");

    private static final Pattern OTHERS = Pattern.compile("(^|/)(target|node_modules|\\.git)/");

    private final Path root;

    Quotes(Path root) {
        this.root = root;
    }

    /** The files that may quote: every text of the sources. */
    List<Path> texts() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file ->
                            !OTHERS.matcher(root.relativize(file).toString()).find())
                    .sorted()
                    .toList();
        }
    }

    /** A text with all that it quotes as the results have it now. */
    String renewed(String text) throws IOException {
        StringBuilder renewed = new StringBuilder();
        String end = "";
        for (String line : text.split("(?<=\n)", -1)) {
            String mark = line.strip();
            if (end.isEmpty() || mark.equals(end)) {
                renewed.append(line);
                end = mark.equals(end) ? "" : begun(mark, renewed);
            } else if (mark.startsWith(FROM)) {
                throw new IllegalStateException("'" + mark + "' comes before '" + end + "'");
            }
        }
        if (!end.isEmpty()) {
            throw new IllegalStateException("there is no '" + end + "'");
        }
        return renewed.toString();
    }

    /** Appends what is quoted, if this begins something, and gives what ends it. */
    private String begun(String mark, StringBuilder to) throws IOException {
        Matcher begin = BEGIN.matcher(mark);
        if (begin.matches()) {
            to.append('\n').append(quoted(begin.group(1), begin.group(2))).append('\n');
            return mark.replace(": begin -->", ": end -->");
        }
        if (mark.startsWith(FROM)) {
            throw new IllegalStateException("'" + mark + "' is where nothing begins");
        }
        return "";
    }

    private String quoted(@Nullable String benchmark, @Nullable String table) throws IOException {
        if (benchmark == null) {
            if (table != null && !table.equals("first")) {
                throw new IllegalStateException("of all results there is no '" + table + "', but 'first'");
            }
            return Summary.of(results()).markdown(table != null);
        }
        Result result = Json.read(results().resolve(benchmark + ".json"));
        String text = table == null ? result.text() : result.table(table).text() + "\n" + result.circumstances();
        return "```\n" + text + "```\n";
    }

    private Path results() {
        return root.resolve("benchmarks/results");
    }

    /** Which texts quote something else than the results have; {@code renew} also mends them. */
    List<Path> outdated(boolean renew) throws IOException {
        List<Path> outdated = new ArrayList<>();
        for (Path text : texts()) {
            String old = Files.readString(text);
            String renewed;
            try {
                renewed = renewed(old);
            } catch (IOException | RuntimeException e) {
                throw new IOException(root.relativize(text) + ": " + e.getMessage(), e);
            }
            if (!renewed.equals(old)) {
                outdated.add(root.relativize(text));
                if (renew) {
                    Files.writeString(text, renewed);
                }
            }
        }
        return outdated;
    }

    /**
     * Quotes anew.
     *
     * @param args the root of the sources
     * @throws IOException if a file cannot be read or written, or quotes a result that is not there
     */
    public static void main(String[] args) throws IOException {
        List<Path> renewed = new Quotes(Path.of(args[0])).outdated(true);
        System.out.println(
                renewed.isEmpty()
                        ? "All figures are quoted as they are in benchmarks/results."
                        : "Quoted anew: " + renewed.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
}
