package io.github.curfew.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ResultTest {
    @TempDir
    Path home;

    @Test
    void printsEachTableAndWhereItWasMeasured() {
        assertThat(Results.result(6).text()).isEqualTo("""
                echo, back to back                      p50   over raw
                raw: echo            5.00 ms (3.00 to 7.00)
                Curfew               6.00 ms (5.00 to 7.00)      1.20×
                In brackets: the quartiles of 9.
                Something to know.

                drivers      last                      raw
                10        20.0 ms   5.00 ms (3.00 to 7.00)
                100        170 ms
                In brackets: the quartiles of 9.

                2026-11-21, 3 min; 2 cores of some <CPU>, 8 GB, Linux 6.1, JDK 17.0.1;
                Curfew abc; load 0.1 before and 1.5 meanwhile; others took 2 % of the cores
                """);
    }

    @Test
    void comesBackFromItsFileAsItWas() throws Exception {
        Path file = Files.writeString(home.resolve("one.json"), Json.write(Results.result(6)));

        assertThat(Json.read(file)).isEqualTo(Results.result(6));
    }

    @Test
    void refusesAFileThatDoesNotSayWhatItsBoundsAre() throws Exception {
        String json = Json.write(Results.result(6)).replaceAll(",\\s*\"spread\" : \"QUARTILES\"", "");
        assertThat(json).doesNotContain("spread");
        Path file = Files.writeString(home.resolve("one.json"), json);

        assertThatThrownBy(() -> Json.read(file)).hasStackTraceContaining("what they are, or none of them");
    }

    @Test
    void saysWhatIsInBracketsAndOfHowMany() {
        assertThat(Table.of("a", "b")
                        .column("c", Unit.MILLIS)
                        .row("one", samples(3).figure())
                        .row("two", samples(7).figure())
                        .row("three", samples(8).figure())
                        .row("four", samples(1).figure())
                        .row("five", new Figure(1, 0.0, 2.0, 30, Spread.CONFIDENCE))
                        .build()
                        .text())
                .contains("one     2.00 ms (1.00 to 3.00)", "two     4.00 ms (1.00 to 7.00)")
                .contains("three   4.50 ms (2.75 to 6.25)", "  1.00 ms\n")
                .endsWith(
                        "In brackets: the quartiles of 8; the least and the most of 3 to 7; the bounds between which the"
                                + " true value lies with 95 % confidence, by 30 samples.\n");
    }

    @Test
    void saysWhichColumnsHaveWhichWhereEachHasOne() {
        assertThat(Table.of("a", "b")
                        .column("p50", Unit.MILLIS)
                        .column("p50 over raw", Unit.RATIO)
                        .row("one", samples(8).figure(), new Figure(1, 0.5, 2.0, 8, Spread.CONFIDENCE))
                        .build()
                        .text())
                .endsWith(
                        "In brackets: p50: the quartiles of 8; p50 over raw: the bounds between which the true value lies"
                                + " with 95 % confidence, by 8 samples.\n");
    }

    @Test
    void p99OfFewSamplesIsTheMostAndIsCalledSo() {
        assertThat(tail(199).text()).contains("most").contains("199 ms").doesNotContain("p99");
        assertThat(tail(200).text()).contains("p99").contains("198 ms").doesNotContain("most");
    }

    private static Table tail(int number) {
        return Table.of("a", "b")
                .column("p99", Unit.MILLIS)
                .row("one", samples(number).figure(0.99))
                .build();
    }

    private static Samples samples(int number) {
        Samples samples = new Samples();
        for (int i = 1; i <= number; i++) {
            samples.add(i);
        }
        return samples;
    }

    @Test
    void tellsAMissedAim() {
        assertThat(Results.result(6).isMet()).isFalse();
        assertThat(Results.result(6).verdict()).isEqualTo("""
                MISSED: publish → engine over raw, ≤ 1.1×: 1.20×
                met: ten drivers, ≤ 30 ms: 20.0 ms
                """);
        assertThat(Results.result(5).isMet()).isTrue();
    }

    @Test
    void isDrawnWithEveryRowAndEscapesWhatItSays() throws Exception {
        String svg = new Chart(Results.result(6)).svg();

        Document picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("raw: echo", "5.00 ms (3.00 to 7.00)", "100", "some <CPU>");
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(3);
    }

    @Test
    void wantsAFigureForEachColumn() {
        assertThatThrownBy(() -> Table.of("a", "b").column("c", Unit.COUNT).row("d"))
                .hasMessage("row 'd' of table a has 0 figures for 1 columns");
    }
}
