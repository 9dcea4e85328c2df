package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The sizes that the manual of fleets puts into words are those of the tables below them, which may be measured anew. */
final class FleetSizesTest {
    private static final double SECOND = 1_000;

    @Test
    void theLargestFleetsAreThoseOfTheTables() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "fleet.md"));
        Map<Integer, Double> redis = lastFinals(text, "redis");
        Map<Integer, Double> kafka = lastFinals(text, "kafka");

        assertThat(text.replaceAll("\\s+", " "))
                .contains("The largest fleet whose last final report came within a second had "
                        + sizes(redis, kafka, millis -> millis <= SECOND)
                        + "; the largest that was measured had "
                        + sizes(redis, kafka, millis -> true) + ".");
    }

    private static String sizes(Map<Integer, Double> redis, Map<Integer, Double> kafka, Predicate<Double> which) {
        return String.format(
                Locale.ROOT, "%,d drivers over Redis and %,d over Kafka", largest(redis, which), largest(kafka, which));
    }

    private static int largest(Map<Integer, Double> fleets, Predicate<Double> which) {
        return fleets.entrySet().stream()
                .filter(fleet -> which.test(fleet.getValue()))
                .mapToInt(Map.Entry::getKey)
                .max()
                .orElseThrow();
    }

    /** By the number of drivers, in milliseconds. */
    private static Map<Integer, Double> lastFinals(String text, String backend) {
        String quote = "from benchmarks/results/fleet-" + backend + ".json#times: ";
        String table = text.substring(text.indexOf(quote + "begin"), text.indexOf(quote + "end"));
        Map<Integer, Double> finals = new TreeMap<>();
        table.lines().filter(line -> line.matches("\\d+ {2,}.*")).forEach(line -> {
            String[] cells = line.split(" {2,}", -1);
            assertThat(cells[2]).matches("[\\d.]+ ms .*");
            finals.put(Integer.valueOf(cells[0]), Double.valueOf(cells[2].substring(0, cells[2].indexOf(' '))));
        });
        assertThat(table).containsPattern(backend + ", drivers +last received +last final report ");
        return finals;
    }
}
