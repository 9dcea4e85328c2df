package io.github.curfew.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What became of all aims, in one table. */
final class Summary {
    private Summary() {}

    /** What a reader wants to know first; the others follow by their names. */
    private static final List<String> ORDER =
            List.of("nothing-cut", "latency-", "end-to-end-", "idle-", "fleet-", "takeover-", "overhead");

    /**
     * Of all results in a directory.
     *
     * @param most how many aims of each, from the first on
     */
    static String markdown(Path results, int most) throws IOException {
        StringBuilder text = new StringBuilder("| measure | aim | measured | without Curfew |\n|---|---|---|---|\n");
        try (Stream<Path> files = Files.list(results)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparingInt(Summary::place).thenComparing(Comparator.naturalOrder()))
                    .toList();
            for (Path file : sorted) {
                Result result = Json.read(file);
                result.aims().stream().limit(most).forEach(aim -> text.append(row(result, aim)));
            }
        }
        return text.toString();
    }

    private static int place(Path file) {
        String name = file.getFileName().toString();
        return (int)
                ORDER.stream().takeWhile(prefix -> !name.startsWith(prefix)).count();
    }

    private static String row(Result result, Aim aim) {
        String measured = result.text(aim.measured());
        Aim.Cell baseline = aim.baseline();
        return "| " + aim.measure() + " | " + aim.text(result.unit(aim.measured())) + " | "
                + (result.isMet(aim) ? measured : measured + " **(missed)**") + " | "
                + (baseline == null ? "" : result.text(baseline) + ": " + name(baseline, aim.measured())) + " |\n";
    }

    /** What tells the two apart. */
    private static String name(Aim.Cell baseline, Aim.Cell measured) {
        return baseline.row().equals(measured.row()) ? baseline.column() : baseline.row();
    }
}
