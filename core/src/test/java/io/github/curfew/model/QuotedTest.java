package io.github.curfew.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {
    @Test
    void aWordIsCutSoonAndASentenceIsNot() {
        String text = "x".repeat(500);
        assertThat(Quoted.plain(text)).hasSize(121).endsWith("…");
        assertThat(Quoted.sentence(text)).isEqualTo(text);
        assertThat(Quoted.sentence("x".repeat(1_000_000))).hasSize(2_001).endsWith("…");
    }

    @Test
    void nothingForgesALineOrAColour() {
        String hostile = "a\r\nb\u001b[31mc\u202ed";
        assertThat(Quoted.plain(hostile)).isEqualTo("a\uFFFD\uFFFDb\uFFFD[31mc\uFFFDd");
        assertThat(Quoted.sentence(hostile)).isEqualTo("a b\uFFFD[31mc\uFFFDd");
    }

    @Test
    void jsonIsShownWithoutHarmAndMeansTheSame() {
        String hostile = "{\"a\":\"\u009b2J\u202e\u2028\u007f ö 🎉 \uDB40\uDC41\"}";
        assertThat(Quoted.json(hostile)).isEqualTo("{\"a\":\"\\u009b2J\\u202e\\u2028\\u007f ö 🎉 \\udb40\\udc41\"}");
    }
}
