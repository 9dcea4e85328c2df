package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MisuseTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "stop | nobody is named: write 'curfew stop orders', labels such as 'curfew stop team=payments', or"
                        + " 'curfew stop --all' for everyone",
                "stop a b c | one selector is enough, and there are 3 words: did the shell expand `*`? Write --all for"
                        + " everyone, put a selector with * or spaces in quotes, and join labels by commas",
                "stop orders --all | --all is everyone, and orders is not: leave one of them out",
                "stop team= | cannot read the selector \"team=\" at character 6: a value for team is missing; write it,"
                        + " in double quotes if it has odd characters",
                "stop * | the selector * names nobody in particular: add --yes if it is meant so, or write --all",
                "stop team!=x | the selector team!=x names nobody in particular: add --yes if it is meant so",
                "stop orders --now --deadline 2m | --now cuts at once and has no deadline: leave out --now, or"
                        + " --deadline and --on-timeout",
                "stop orders --timeout 3s | --timeout needs --wait: add it",
                "stop orders --expect 3 | --expect needs --wait: add it",
                "stop orders --wait --expect 0 | --expect is a number of runs from 1 on, not 0",
                "stop orders --expiry 0s | --expiry is more than nothing, such as 10m",
                "stop orders --wait --expect x | a whole number is needed, not \"x\"; see 'curfew stop --help'",
                "stop orders --dry-run --wait | --dry-run publishes nothing that could be waited for: leave out --wait",
                "stop orders --deadline soon | cannot read \"soon\" as a length of time: write 250ms, 30s, 5m, 1h30m or"
                        + " PT5M; see 'curfew stop --help'",
                "stop orders --on-timeout shout | on-timeout is force or keep-running, not \"shout\"; see 'curfew stop"
                        + " --help'",
                "stop orders --wiat | there is no \"--wiat\": did you mean --wait?; see 'curfew stop --help'",
                "stpo orders | there is no \"stpo\": did you mean stop?; see 'curfew --help'",
                "list a b | one selector is enough, and there are 2 words: did the shell expand `*`? Give no selector for"
                        + " everyone, put a selector with * or spaces in quotes, and join labels by commas",
                "status | missing required parameter: 'SIGNAL-ID'; see 'curfew status --help'",
                "list -o xml | the output is table, wide, json or name, not \"xml\"; see 'curfew list --help'",
                "stop orders -o wide | -o wide is for 'curfew list': write -o table, json or name",
                "stop orders --stream | --stream needs --wait and -o json: add them",
                "stop orders --wait --stream | --stream needs --wait and -o json: add them",
                "list --for 3s | --for needs --watch: add it",
                "list --profile eu | profile on the command line names \"eu\", and no profile is described: write its"
                        + " settings as in curfew.profiles.eu.redis.url into the file that config names",
                "list --set x | --set needs a key and a value, as in --set file.dir=/shared/curfew, not \"x\"",
                "list --set file.dri=/x | file.dri on the command line is no setting of Curfew: did you mean file.dir?",
                "list -n a -D namespace=b | namespace is set to two values on the command line: leave one of them out",
                "list -c /no/such.properties | config on the command line: the settings file"
                        + " /no/such.properties does not exist: check its path",
            })
    void isOneSentenceAndExitCode2(String typed, String sentence) {
        Typed result = Typed.in(Map.of("CURFEW_FILE_DIR", dir.toString()), typed.split(" "));

        assertThat(result.err()).isEqualTo("curfew: " + sentence + System.lineSeparator());
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aReasonThatNoDriverWouldTakeIsNotSent() {
        Typed result =
                Typed.in(Map.of("CURFEW_FILE_DIR", dir.toString()), "stop", "orders", "--reason", "x".repeat(2_049));

        assertThat(result.err())
                .isEqualTo("curfew: the field \"data.reason\" is longer than 2048 characters" + System.lineSeparator());
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void saysWhatToSetWhenNothingIs() {
        Typed result = Typed.in(Map.of(), "stop", "orders");

        assertThat(result.err())
                .matches("curfew: no backend is chosen, and several are here \\([a-z, ]+\\): set the keys of one,"
                        + " such as .*curfew\\.redis\\.url or .*curfew\\.file\\.dir, or set curfew\\.backends to one of them,"
                        + " or to several\\R");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void namesTheBackendsThatThereAre() {
        Typed result = Typed.in(Map.of(), "list", "-b", "reddis");

        assertThat(result.err())
                .startsWith(
                        "curfew: backends on the command line names \"reddis\", which is not on the classpath (there is")
                .contains("file", "http", "kafka")
                .endsWith(": did you mean redis?" + System.lineSeparator());
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anErrorOfTheBrokerIsExitCode1WithoutAStackTrace() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "in the way");

        for (String[] typed : new String[][] {{"stop", "orders"}, {"stop", "orders", "--wait"}, {"list"}}) {
            Typed result = Typed.in(Map.of("CURFEW_FILE_DIR", file.toString()), typed);

            assertThat(result.err())
                    .startsWith("curfew: ")
                    .contains(file.toString())
                    .doesNotContain("\tat ");
            assertThat(result.err().lines())
                    .as("what is not known of whom it would have meant goes before")
                    .hasSize(List.of(typed).contains("--wait") ? 2 : 1);
            assertThat(result.code()).isEqualTo(ExitCode.ERROR);
        }
    }

    @Test
    void helpIsOnStandardOutputAndEndsWell() {
        for (String[] typed : new String[][] {{}, {"--help"}, {"stop", "--help"}, {"list", "-h"}}) {
            Typed result = Typed.in(Map.of(), typed);

            assertThat(result.code()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).contains("Usage:", "Examples:");
            assertThat(result.out().lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        }
    }
}
