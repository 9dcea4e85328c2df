package io.github.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.curfew.model.Action;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.servers.PublisherScript;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The publishers of {@code examples/publishers} for the backends that are core's own; those of brokers are theirs. */
class PublishersTest {
    private static final String REASON = "deploy \"42\" \\ now, für alle";

    @TempDir
    private Path directory;

    private static PublisherScript script(String name, String... needs) throws Exception {
        PublisherScript script = PublisherScript.of(name, needs);
        String missing = script.missing();
        assumeTrue(missing == null, missing);
        return script;
    }

    @ParameterizedTest
    @CsvSource({"file/publish.py", "file/publish.mjs", "file/publish.sh"})
    void putAFileWhereDriversLook(String name) throws Exception {
        String selector = "query.name=\"orders, eu\",team!=a";
        script(name).stop(Map.of("CURFEW_FILE_DIR", directory.toString()), selector, REASON);
        try (Stream<Path> files = Files.list(directory.resolve("default/signals"))) {
            List<Path> written = files.toList();
            assertThat(written)
                    .hasSize(1)
                    .noneMatch(file -> file.getFileName().toString().startsWith("."));
            Signal signal = Codec.decodeSignal(
                    Payload.of(Files.readAllBytes(written.get(0))), Map.of(), new SignalId("file", "1"));
            assertThat(signal.action()).isEqualTo(Action.STOP);
            assertThat(signal.selector()).isEqualTo(Selector.parse(selector));
            assertThat(signal.terms().reason()).isEqualTo(REASON);
        }
    }

    @ParameterizedTest
    @CsvSource({"http/publish.py,", "http/publish.mjs,", "http/publish.sh, curl"})
    void askADriver(String name, String need) throws Exception {
        PublisherScript script = need == null ? script(name) : script(name, need);
        try (HttpDriver driver = HttpDriver.open(Map.of("http.token", "a-token"))) {
            driver.stream("orders");
            String url = "http://127.0.0.1:" + driver.port();
            String selector = "query.name=\"orders\",team!=a";
            assertThatThrownBy(() -> script.stop(
                            Map.of("CURFEW_HTTP_URLS", url, "CURFEW_HTTP_TOKEN", "another"), selector, REASON))
                    .hasMessageContaining("Authorization: Bearer");
            assertThat(script.stop(Map.of("CURFEW_HTTP_URLS", url, "CURFEW_HTTP_TOKEN", "a-token"), selector, REASON))
                    .contains("stopped");
        }
    }

    @Test
    void theStepOfGitHubActionsStopsAndFailsIfNothingStopped() throws Exception {
        Path step = directory.resolve("step.sh");
        Files.writeString(
                step,
                "set -eo pipefail\n"
                        + Contract.read(Contract.ROOT.resolve("examples/publishers/recipes/github-actions.yaml"))
                                .at("/jobs/deploy/steps/0/run")
                                .asText());
        try (HttpDriver driver = HttpDriver.open(Map.of("http.token", "a-token"))) {
            script("http/publish.sh", "curl", "jq");
            assertThat(exitCode(step, driver)).as("nobody is meant").isEqualTo(1);
            driver.stream("orders");
            assertThat(exitCode(step, driver)).isZero();
        }
    }

    private static int exitCode(Path step, HttpDriver driver) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", step.toString()).inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "CURFEW_HTTP_URLS",
                        "http://127.0.0.1:" + driver.port(),
                        "CURFEW_HTTP_TOKEN",
                        "a-token",
                        "SELECTOR",
                        "query.name=orders",
                        "GITHUB_RUN_ID",
                        "42"));
        return builder.start().waitFor();
    }

    /** The tests of each backend name their scripts one by one; a script that none names would never run. */
    @Test
    void everyPublisherIsRunBySomeTest() throws IOException {
        Path folder = Contract.ROOT.resolve("examples/publishers");
        StringBuilder tests = new StringBuilder();
        for (String test : List.of(
                "backend-dynamodb/src/test/java/io/github/curfew/dynamodb/DynamoPublishersTest.java",
                "backend-kafka/src/test/java/io/github/curfew/kafka/KafkaPublishersTest.java",
                "backend-redis/src/test/java/io/github/curfew/redis/RedisPublishersTest.java",
                "backend-sqs/src/test/java/io/github/curfew/sqs/SqsPublishersTest.java",
                "docs/checks/src/test/java/io/github/curfew/docs/PublishersTest.java")) {
            tests.append(Files.readString(Contract.ROOT.resolve(test)));
        }
        for (String backend : List.of("dynamodb", "file", "http", "kafka", "redis", "sqs")) {
            for (String language : List.of("py", "mjs", "sh")) {
                String script = backend + "/publish." + language;
                assertThat(folder.resolve(script)).exists();
                assertThat(tests).contains('"' + script);
                assertThat(Files.readString(folder.resolve("README.md"))).contains("(" + script + ")");
            }
        }
    }

    /** What they publish is as the contract has it, word for word. */
    @ParameterizedTest
    @CsvSource({"file/publish.py", "file/publish.mjs"})
    void publishAnEventOfTheContract(String name) throws Exception {
        script(name).stop(Map.of("CURFEW_FILE_DIR", directory.toString()), "orders", "");
        try (Stream<Path> files = Files.list(directory.resolve("default/signals"))) {
            JsonNode event = Contract.parse(Files.readString(files.toList().get(0)));
            assertThat(Contract.violations(Contract.SIGNAL + "#/$defs/event", event))
                    .isEmpty();
        }
    }
}
