package io.github.curfew.config;

import static io.github.curfew.config.Resolving.failure;
import static io.github.curfew.config.Resolving.resolve;
import static io.github.curfew.config.SettingsSource.flags;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of keys and values that cannot be meant. */
final class SettingsProblemsTest {
    private static final FakeProvider FILE = FakeProvider.file();

    @Test
    void namesEveryProblemAtOnceInTheWordsOfItsSource() {
        ConfigurationException thrown = failure(
                List.of(
                        flags(Map.of("stop.deadline", "soon", "namespace", "a/b")),
                        SettingsSource.environment(Map.of("CURFEW_FILE_DRI", "/env")),
                        SettingsSource.sparkConf(
                                Map.of("spark.curfew.stop.on-timout", "force", "spark.curfew.labels.kind", "x"))),
                FILE);

        assertThat(thrown.problems())
                .containsExactlyInAnyOrder(
                        "CURFEW_FILE_DRI in the environment is no setting of Curfew: did you mean CURFEW_FILE_DIR?",
                        "spark.curfew.stop.on-timout in the SparkConf is no setting of Curfew: did you mean"
                                + " spark.curfew.stop.on-timeout?",
                        "namespace on the command line: \"a/b\" is no namespace: write letters, digits, '-' and '_',"
                                + " at most 40 of them",
                        "spark.curfew.labels.kind in the SparkConf: the label \"kind\" is given by Curfew itself:"
                                + " choose another name for your own",
                        "stop.deadline on the command line: \"soon\" is no length of time: write 250ms, 30s, 5m or"
                                + " PT5M",
                        "no backend is chosen: set curfew.file.dir to a directory that senders and drivers share, or"
                                + " put the jar of another backend on the classpath");
    }

    @Test
    void saysTakeItOutWhereNothingIsNear() {
        assertThat(failure(List.of(flags(Map.of("file.dir", "/x", "colour.scheme", "dark"))), FILE))
                .hasMessage("colour.scheme on the command line is no setting of Curfew: take it out");
    }

    @Test
    void warnsOfKeysWhoseBackendIsNotHere() {
        Settings settings = resolve(
                List.of(flags(Map.of("file.dir", "/x", "kafka.bootstrap.servers", "b:9092", "http.port", "0"))), FILE);

        assertThat(settings.warnings())
                .containsExactly(
                        "http.port on the command line has no effect: the backend http is not on the classpath; use a"
                                + " curfew-core that has it",
                        "kafka.bootstrap.servers on the command line has no effect: the backend kafka is not on the"
                                + " classpath; add curfew-backend-kafka to it");
    }
}
