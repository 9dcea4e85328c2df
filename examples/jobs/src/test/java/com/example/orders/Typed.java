package com.example.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the README beside the jobs says that one types, at the repository's root, with another folder for the shop. */
final class Typed {
    /** Tests run in their module's folder. */
    static final Path ROOT = Path.of("").toAbsolutePath().resolve("../..").normalize();

    private static final Pattern ALIAS = Pattern.compile("alias submit=\"spark-submit (.*?)\"", Pattern.DOTALL);
    private static final Pattern SUBMIT = Pattern.compile("(?m)^submit (.*)$");
    private static final Pattern STOP = Pattern.compile("## Stop it\\s+```\n(.*?)```", Pattern.DOTALL);

    private Typed() {}

    /** The words after {@code spark-submit} for a job, by its name there. */
    static List<String> submit(String job, Path home) {
        List<String> words = new ArrayList<>(words(only(ALIAS).replace("\\\n", " ")));
        words.addAll(SUBMIT.matcher(readme())
                .results()
                .map(MatchResult::group)
                .map(Typed::words)
                .filter(line -> line.stream().anyMatch(word -> word.endsWith(job)))
                .map(line -> line.subList(1, line.size()))
                .findFirst()
                .orElseThrow());
        words.replaceAll(word -> word.replace("/tmp/shop", home.toString()));
        return words;
    }

    /** The lines for a shell. */
    static String stop(Path home) {
        return only(STOP).replace("/tmp/shop", home.toString());
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }

    private static String only(Pattern pattern) {
        Matcher matcher = pattern.matcher(readme());
        if (!matcher.find()) {
            throw new IllegalStateException("the README has no " + pattern);
        }
        return matcher.group(1);
    }

    private static String readme() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
