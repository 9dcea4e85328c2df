package io.github.curfew.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotesTest {
    @TempDir
    Path root;

    private Path results;
    private Path text;

    @BeforeEach
    void makeResults() throws IOException {
        results = Files.createDirectories(root.resolve("benchmarks/results"));
        text = Files.createDirectories(root.resolve("backend-echo")).resolve("README.md");
        Files.writeString(root.resolve("README.md"), "No figure here.\n");
        Files.writeString(root.resolve("benchmarks/README.md"), "");
        result(6);
    }

    private void result(double curfew) throws IOException {
        Files.writeString(results.resolve("latency-echo.json"), Json.write(Results.result(curfew)));
    }

    private void quote(String what) throws IOException {
        Files.writeString(
                text,
                "Before.\n<!-- from benchmarks/results%1$s: begin -->\n<!-- from benchmarks/results%1$s: end -->\nAfter.\n"
                        .formatted(what));
    }

    /** What is quoted in our own texts is what is in our own results; {@code benchmarks/run --quote} makes it so. */
    @Test
    void ourTextsQuoteTheResults() throws IOException {
        assertThat(new Quotes(Path.of("..")).outdated(false))
                .as("texts whose figures are not those of benchmarks/results: benchmarks/run --quote mends them")
                .isEmpty();
    }

    /** What nobody quotes is measured for nobody, and what displeases could stay there unseen. */
    @Test
    void everyResultIsQuoted() throws IOException {
        Path sources = Path.of("..");
        StringBuilder texts = new StringBuilder();
        for (Path one : new Quotes(sources).texts()) {
            texts.append(Files.readString(one));
        }
        try (Stream<Path> files = Files.list(sources.resolve("benchmarks/results"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(texts).contains("<!-- from benchmarks/results/" + name));
        }
    }

    /** Else all would be as it should be without a figure. */
    @Test
    void theReadmeQuotesWhatBecameOfTheAims() throws IOException {
        assertThat(Files.readString(Path.of("../README.md")))
                .containsPattern("<!-- from benchmarks/results(#first)?: begin -->");
    }

    @Test
    void aFigureThatDiffersIsNoticed() throws IOException {
        quote("/latency-echo.json");
        Quotes quotes = new Quotes(root);

        assertThat(quotes.outdated(true)).containsExactly(Path.of("backend-echo/README.md"));
        assertThat(Files.readString(text))
                .startsWith("Before.\n")
                .endsWith("After.\n")
                .contains("Curfew               6.00 ms");
        assertThat(quotes.outdated(false)).isEmpty();

        Files.writeString(text, Files.readString(text).replace("6.00 ms", "6.01 ms"));
        assertThat(quotes.outdated(false)).containsExactly(Path.of("backend-echo/README.md"));

        assertThat(quotes.outdated(true)).hasSize(1);
        result(7);
        assertThat(quotes.outdated(false)).containsExactly(Path.of("backend-echo/README.md"));
    }

    @Test
    void oneTableCanBeQuoted() throws IOException {
        quote("/latency-echo.json#sizes");

        assertThat(new Quotes(root).outdated(true)).hasSize(1);
        assertThat(Files.readString(text)).contains("170 ms", "2 cores").doesNotContain("back to back");
    }

    @Test
    void aimsCanBeQuotedAllOrThoseThatMatter() throws IOException {
        quote("");
        assertThat(new Quotes(root).outdated(true)).hasSize(1);
        assertThat(Files.readString(text)).contains("| publish", "| ten drivers");

        quote("#first");
        assertThat(new Quotes(root).outdated(true)).hasSize(1);
        assertThat(Files.readString(text)).contains("| publish").doesNotContain("| ten drivers");

        quote("#second");
        assertThatThrownBy(() -> new Quotes(root).outdated(false)).hasMessageContaining("there is no 'second'");
    }

    @Test
    void aQuoteOfNothingFails() throws IOException {
        quote("/latency-nothing.json");
        assertThatThrownBy(() -> new Quotes(root).outdated(false))
                .hasMessageContaining("backend-echo/README.md")
                .hasMessageContaining("latency-nothing.json");

        Files.writeString(text, "<!-- from benchmarks/results/latency-echo.json: begin -->\n");
        assertThatThrownBy(() -> new Quotes(root).outdated(false)).hasMessageContaining("there is no '<!-- from");

        Files.writeString(text, "<!-- from benchmarks/results/Typing error: begin -->\n");
        assertThatThrownBy(() -> new Quotes(root).outdated(false)).hasMessageContaining("where nothing begins");
    }
}
