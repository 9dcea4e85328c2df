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
                Something to know.

                drivers      last                      raw
                10        20.0 ms   5.00 ms (3.00 to 7.00)
                100        170 ms

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
    void tellsAMissedAim() {
        assertThat(Results.result(6).isMet()).isFalse();
        assertThat(Results.result(6).verdict()).isEqualTo("MISSED: publish → engine over raw, ≤ 1.1×: 1.20×\n");
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
