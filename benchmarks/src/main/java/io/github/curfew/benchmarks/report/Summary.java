package io.github.curfew.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of the aims of all results, in one table, and where and when that was. */
final class Summary {
    /** What a reader wants to know comes first. Other results follow these, by their names. */
    static final List<String> EXPECTED = List.of(
            "nothing-cut",
            "latency-dynamodb",
            "latency-file",
            "latency-http",
            "latency-kafka",
            "latency-redis",
            "latency-sqs",
            "end-to-end-file",
            "end-to-end-kafka",
            "end-to-end-redis",
            "idle-dynamodb",
            "idle-file",
            "idle-http",
            "idle-kafka",
            "idle-redis",
            "idle-sqs",
            "fleet-kafka",
            "fleet-redis",
            "takeover-file",
            "takeover-kafka",
            "takeover-redis",
            "overhead",
            "jmh");

    /** Of the cores, by others than the benchmark: from there on figures of time are not to be relied on. */
    private static final double QUIET = 10;

    private final List<Result> results;

    private Summary(List<Result> results) {
        this.results = List.copyOf(results);
    }

    /** Of all in a directory. */
    static Summary of(Path directory) throws IOException {
        List<Result> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparingInt(Summary::place).thenComparing(Comparator.naturalOrder()))
                    .toList()) {
                results.add(Json.read(file));
            }
        }
        return new Summary(results);
    }

    private static int place(Path file) {
        int place = EXPECTED.indexOf(file.getFileName().toString().replace(".json", ""));
        return place < 0 ? EXPECTED.size() : place;
    }

    /** @param few whether only those that stand for their benchmark are wanted, and all that were missed */
    String markdown(boolean few) {
        StringBuilder text = new StringBuilder(circumstances());
        text.append("\n| measure | aim | measured | without Curfew |\n|---|---|---|---|\n");
        for (Result result : results) {
            List<Aim> headlines = result.headlines();
            Predicate<Aim> wanted = aim -> !few || headlines.contains(aim) || !result.isMet(aim);
            result.aims().stream().filter(wanted).forEach(aim -> text.append(row(result, aim)));
        }
        return text.toString();
    }

    /** Of all results, which need not be from one machine. */
    private String circumstances() {
        Map<String, List<Result>> byMachine = results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.machine().text(), LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        byMachine.forEach((machine, there) -> {
            text.append(byMachine.size() == 1 ? "Measured" : names(there) + ": measured");
            text.append(" on ")
                    .append(machine)
                    .append(", ")
                    .append(dates(there))
                    .append(".\n");
        });
        if (results.stream().anyMatch(Summary::isLoud)) {
            text.append("*Not quiet*: so much of the cores went to others than the benchmark meanwhile.\n");
        }
        List<String> measured = results.stream().map(Result::benchmark).toList();
        String missing =
                EXPECTED.stream().filter(name -> !measured.contains(name)).collect(Collectors.joining(", "));
        return missing.isEmpty() ? text.toString() : text + "No result yet: " + missing + ".\n";
    }

    private static String names(List<Result> some) {
        return some.stream().map(Result::benchmark).collect(Collectors.joining(", "));
    }

    private static String dates(List<Result> some) {
        List<String> days = some.stream()
                .map(result -> result.date().substring(0, 10))
                .sorted()
                .toList();
        String first = days.get(0);
        String last = days.get(days.size() - 1);
        return first.equals(last) ? first : first + " to " + last;
    }

    private static boolean isLoud(Result result) {
        Double others = result.load().others();
        return others != null && others > QUIET;
    }

    private static String row(Result result, Aim aim) {
        Aim.Cell baseline = aim.baseline();
        return "| " + aim.measure() + " | " + aim.text(result.unit(aim.measured())) + " | "
                + result.text(aim.measured()) + (result.isMet(aim) ? "" : " **(missed)**") + quiet(result) + " | "
                + (baseline == null ? "" : result.text(baseline) + ": " + name(baseline, aim.measured())) + " |\n";
    }

    private static String quiet(Result result) {
        return isLoud(result)
                ? String.format(
                        Locale.ROOT, ", *not quiet: %.0f %%*", result.load().others())
                : "";
    }

    /** What tells the two apart. */
    private static String name(Aim.Cell baseline, Aim.Cell measured) {
        return baseline.row().equals(measured.row()) ? baseline.column() : baseline.row();
    }
}
