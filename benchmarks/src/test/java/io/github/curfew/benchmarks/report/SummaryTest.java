package io.github.curfew.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.benchmarks.report.Aim.Bound;
import io.github.curfew.benchmarks.report.Aim.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    private static final String RATIO = "| publish → engine over raw | ≤ 1.1× | ";
    private static final String RAW = " | 5.00 ms (3.00 to 7.00): raw: echo |\n";
    private static final String DRIVERS = "| ten drivers | ≤ 30 ms | 20.0 ms |  |\n";

    @TempDir
    Path results;

    private void save(Result result) throws IOException {
        Files.writeString(results.resolve(result.benchmark() + ".json"), Json.write(result));
    }

    private static Result with(Result result, List<Aim> aims) {
        return new Result(
                result.benchmark(),
                result.how(),
                result.date(),
                result.minutes(),
                result.machine(),
                result.load(),
                result.versions(),
                result.tables(),
                aims);
    }

    private String summary(boolean few) throws IOException {
        return Summary.of(results).markdown(few);
    }

    @Test
    void tellsOfEachTheFirstAimUnlessAllAreWanted() throws IOException {
        save(Results.result(5));

        assertThat(summary(true)).contains(RATIO + "1.00×" + RAW).doesNotContain(DRIVERS);
        assertThat(summary(false)).contains(RATIO + "1.00×" + RAW + DRIVERS);
    }

    /** As the second aim of a fleet was, which grew by more than it should. */
    @Test
    void tellsWhatWasMissedWhereverItStands() throws IOException {
        Result result = Results.result(6);
        List<Aim> turned = new ArrayList<>(result.aims());
        turned.add(turned.remove(0));
        save(with(result, turned));

        assertThat(summary(true)).contains(DRIVERS + RATIO + "1.20× **(missed)**" + RAW);
    }

    @Test
    void tellsTheMarkedInPlaceOfTheFirst() throws IOException {
        Result result = Results.result(5);
        save(with(result, List.of(result.aims().get(0), result.aims().get(1).asHeadline())));

        assertThat(summary(true)).contains(DRIVERS).doesNotContain(RATIO);
    }

    @Test
    void anIntervalIsMetByItsFarEnd() throws IOException {
        Result result = Results.result(6);
        Cell curfew = new Cell("back-to-back", "Curfew", "p50");
        save(with(
                result,
                List.of(
                        new Aim("near", Bound.WITHIN, 7, curfew, null),
                        new Aim("far", Bound.WITHIN, 6.5, curfew, null))));

        assertThat(summary(false))
                .contains(
                        "| near | ± 7 ms | 6.00 ms (5.00 to 7.00) |",
                        "| far | ± 6.5 ms | 6.00 ms (5.00 to 7.00) **(missed)**");
    }

    @Test
    void saysWhereAndWhenAndWhatIsNotThere() throws IOException {
        save(Results.result(5));
        save(Results.result("nothing-cut", 5, 0));

        assertThat(summary(true))
                .startsWith("Measured on 2 cores of some <CPU>, 8 GB, Linux 6.1, JDK 17.0.1, 2026-11-21.\n"
                        + "No result yet: latency-dynamodb, latency-file, latency-http,")
                .doesNotContain("quiet");
    }

    /** What is missing can only be told of what is expected. */
    @Test
    void allThatCanBeRunIsExpected() throws IOException {
        String script = Files.readString(Path.of("run"));
        List<String> names = new ArrayList<>();
        for (String name : oneOf("for name in ([a-z -]+); do run", script).split(" ", -1)) {
            String section = oneOf("(?s)\n    " + name + "\\)\n(.*?)\n      ;;", script);
            Matcher backends = Pattern.compile("choice \"\\$\\d\" ([a-z ]+)").matcher(section);
            if (backends.find()) {
                for (String backend : backends.group(1).split(" ", -1)) {
                    names.add(name + "-" + backend);
                }
            } else {
                names.add(name);
            }
        }

        assertThat(Summary.EXPECTED).containsExactlyInAnyOrderElementsOf(names);
    }

    private static String oneOf(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void saysWhereItWasNotQuiet() throws IOException {
        save(Results.result("latency-echo", 5, 10));
        save(Results.result("nothing-cut", 5, 46.2));

        assertThat(summary(true))
                .contains("*Not quiet*: so much", RATIO + "1.00×, *not quiet: 46 %*" + RAW + RATIO + "1.00×" + RAW);
    }
}
