package io.github.curfew.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.MalformedException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    private static final Labels ORDERS = Labels.of(Map.of(
            "query.name", "orders",
            "query.id", "3f1c",
            "run.id", "9b2d",
            "app.name", "shop",
            "app.id", "app-1",
            "team", "payments",
            "region", "eu west",
            "odd", "a*b,\"c\""));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "orders                          | query.name=orders",
                "3f1c                            | query.id=3f1c",
                "9b2d                            | run.id=9b2d",
                "shop                            | app.name=shop",
                "app-1                           | app.id=app-1",
                "\"orders\"                      | query.name=orders",
                "*                               | *",
                "team=payments                   | team=payments",
                "team==payments                  | team=payments",
                "team = payments                 | team=payments",
                "team=pay*                       | team=payments",
                "team=*ments                     | team=payments",
                "team=p*y*s                      | team=payments",
                "team=*                          | team=payments",
                "team!=fraud                     | team!=fraud",
                "missing!=x                      | missing!=x",
                "team in (fraud,payments)        | team=payments",
                "team in(fraud , pay*)           | team=payments",
                "region=\"eu west\"              | region=eu west",
                "odd=\"a*b,\\\"c\\\"\"           | odd=a*b,\"c\"",
                "app.name=shop,team!=fraud       | app.name=shop",
                "app.name=shop , query.name=ord* | app.name=shop",
            })
    void meansTheRunAndSaysWhy(String selector, String why) {
        assertThat(Selector.parse(selector).match(ORDERS)).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order",
                "Orders",
                "payments",
                "team=pay",
                "team=Payments",
                "team!=payments",
                "team!=pay*",
                "team in (a,b)",
                "missing=*",
                "team=payments,app.name=other",
                "team=p*x*s",
                "odd=\"a*\"",
                "team=paymentspayments*",
                "team=payme*ments"
            })
    void meansNobodyElse(String selector) {
        assertThat(Selector.parse(selector).match(ORDERS)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "ord*            | a bare word is exact, never a glob; write query.name=ord*",
                "team=           | at character 6: a value for team is missing",
                "=x              | at character 1: a name or a label is missing",
                "a,b             | nothing readable follows \"a\"",
                "team=a,b        | \"b\" has no value",
                "team=a,         | a label after the comma is missing",
                "team=\"a        | the double quote is never closed",
                "team in a       | '(' is missing after in",
                "team in (a      | ')' is missing",
                "team=a b        | ',' is missing between two terms",
                "two words       | nothing readable follows \"two\"",
                "\"\"            | an empty name in quotes",
                "t*m=a           | is no label's name",
            })
    void saysWhereItGoesWrongAndWhatToWrite(String selector, String sentence) {
        assertThatThrownBy(() -> Selector.parse(selector))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesWhatIsEmptyOrTooLong() {
        assertThatThrownBy(() -> Selector.parse("  ")).hasMessageContaining("the selector is empty");
        assertThatThrownBy(() -> Selector.parse("x".repeat(5_000))).hasMessageContaining("4096 are the most");
        assertThatThrownBy(() -> Selector.parse("a=1,".repeat(64) + "a=1")).hasMessageContaining("more than 64 terms");
    }

    @Test
    void knowsWhatReachesFurtherThanItsWriterMayThink() {
        for (String wide : new String[] {"*", "app.name=*", "team!=x", "team in (a,*)"}) {
            assertThat(Selector.parse(wide).hasPositiveLiteral()).as(wide).isFalse();
        }
        for (String narrow : new String[] {"orders", "team=a", "team=a*", "team=*,x=y", "team in (a,b)"}) {
            assertThat(Selector.parse(narrow).hasPositiveLiteral()).as(narrow).isTrue();
        }
    }

    @Test
    void aNameOfAnyCharactersIsReadBackAsItIs() {
        for (String name : new String[] {"orders", "a b", "*", "a\"b", "back\\slash", "x=y", "in (a)", "ü"}) {
            Selector selector = Selector.named(name);
            assertThat(Selector.parse(selector.toString()).match(Labels.of(Map.of("query.name", name))))
                    .as(name)
                    .isEqualTo("query.name=" + name);
        }
    }

    @Test
    void anyTextIsReadOrRefusedInOneSentence() {
        Random random = new Random(42);
        String alphabet = "ab=!,*\"\\() in\u0000\n\u202eé";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Selector selector = Selector.parse(text.toString());
                selector.match(ORDERS);
                assertThat(Selector.parse(selector.toString())).isEqualTo(selector);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).doesNotContain("\n", "\u0000", "\u202e");
            }
        }
    }

    @Test
    void hostileStarsCostNothing() {
        Selector selector = Selector.parse("a=" + "*a".repeat(1_000) + "*b");
        assertThat(selector.match(Labels.of(Map.of("a", "a".repeat(1_024))))).isNull();
    }
}
