package io.github.curfew.examples.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {
    private static final List<String> IN = List.of("a", "b", "c");

    @Test
    void isCleanWhenEveryRowCameOutOnce() {
        assertThat(Account.of(IN, List.of("c", "a", "b"))).isEqualTo(new Account(3, 3, 0, 0));
        assertThat(Account.of(IN, List.of("c", "a", "b")).isClean()).isTrue();
    }

    @Test
    void countsWhatIsThereTwiceAndWhatIsNot() {
        Account account = Account.of(IN, List.of("a", "a", "a", "b"));
        assertThat(account).isEqualTo(new Account(3, 4, 2, 1));
        assertThat(account.isClean()).isFalse();
    }

    @Test
    void aRowThatNobodyGaveIsNotClean() {
        assertThat(Account.of(IN, List.of("a", "b", "c", "d")).isClean()).isFalse();
    }

    @Test
    void sumsUpTimes() {
        List<Duration> times = List.of(Duration.ofMillis(30), Duration.ofMillis(10), Duration.ofMillis(20));
        assertThat(Durations.median(times)).isEqualTo(Duration.ofMillis(20));
        assertThat(Durations.max(times)).isEqualTo(Duration.ofMillis(30));
        assertThat(Durations.seconds(Duration.ofMillis(1_234))).isEqualTo("1.23 s");
    }

    @Test
    void alignsTheTable() {
        assertThat(new Table().row("", "x", "yy").row("rows", "100", "2")).hasToString("""
                                 x   yy
                        rows   100    2
                        """);
    }
}
