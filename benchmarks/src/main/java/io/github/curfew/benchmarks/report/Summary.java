package io.github.curfew.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What became of all aims, in one table. */
final class Summary {
    private Summary() {}

    /** Of all results in a directory, by the names of their benchmarks. */
    static String markdown(Path results) throws IOException {
        StringBuilder text = new StringBuilder("| measure | aim | measured | without Curfew |\n|---|---|---|---|\n");
        try (Stream<Path> files = Files.list(results)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                Result result = Json.read(file);
                result.aims().forEach(aim -> text.append(row(result, aim)));
            }
        }
        return text.toString();
    }

    private static String row(Result result, Aim aim) {
        String measured = result.text(aim.measured());
        Aim.Cell baseline = aim.baseline();
        return "| " + aim.measure() + " | " + aim.text(result.unit(aim.measured())) + " | "
                + (result.isMet(aim) ? measured : measured + " **(missed)**") + " | "
                + (baseline == null ? "" : result.text(baseline) + ": " + baseline.row()) + " |\n";
    }
}
