package io.github.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents by themselves: as their standards want them, and without a reference into nowhere. */
class DocumentsTest {
    private static final String ASYNC = "asyncapi.yaml";

    @ParameterizedTest
    @CsvSource({
        "asyncapi.yaml, @asyncapi/specs/schemas/3.0.0-without-$id.json",
        "openapi.yaml, @seriousme/openapi-schema-validator/schemas/v3.1/schema.json"
    })
    void isAsItsStandardWantsIt(String document, String standard) {
        Path schema = Path.of("node_modules").resolve(standard);
        assumeTrue(
                Files.exists(schema),
                "the official schemas are not installed: type npm install --no-package-lock in docs/checks");
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
        assertThat(Contract.violations(
                        registry.getSchema(SchemaLocation.of(schema.toUri().toString()), Contract.read(schema)),
                        Contract.read(Contract.FOLDER.resolve(document))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ASYNC, "openapi.yaml", Contract.SIGNAL, Contract.REPORT})
    void refersOnlyToWhatIsThere(String document) {
        List<JsonNode> references =
                Contract.read(Contract.FOLDER.resolve(document)).findValues("$ref");
        assertThat(references).isNotEmpty();
        for (JsonNode reference : references) {
            String[] parts = reference.asText().split("#", -1);
            assertThat(parts).as(reference.asText()).hasSize(2);
            Path file = Contract.FOLDER.resolve(parts[0].isEmpty() ? document : parts[0]);
            assertThat(Contract.read(file).at(parts[1]).isMissingNode())
                    .as(document + " refers to " + reference)
                    .isFalse();
        }
    }

    @Test
    void aDriverReceivesSignalsAndSendsReportsOverEveryBroker() {
        JsonNode document = Contract.read(Contract.FOLDER.resolve(ASYNC));
        Set<String> used = new TreeSet<>();
        for (JsonNode operation : document.required("operations")) {
            String channel = operation.at("/channel/$ref").asText().replaceFirst("^#/channels/", "");
            assertThat(used.add(channel)).as("one operation for " + channel).isTrue();
            assertThat(operation.required("action").asText())
                    .isEqualTo(channel.endsWith("Signals") ? "receive" : "send");
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(names(document.required("channels")));
        Set<String> servers = new TreeSet<>();
        for (JsonNode channel : document.required("channels")) {
            servers.add(channel.at("/servers/0/$ref").asText().replaceFirst("^#/servers/", ""));
        }
        assertThat(servers)
                .containsExactlyInAnyOrderElementsOf(names(document.required("servers")))
                .containsExactly("dynamodb", "file", "kafka", "redis", "sqs");
    }

    @Test
    void everyMessageIsCarriedBySomeChannel() {
        JsonNode document = Contract.read(Contract.FOLDER.resolve(ASYNC));
        Set<String> carried = new TreeSet<>();
        document.required("channels")
                .forEach(channel -> channel.required("messages")
                        .forEach(message -> carried.add(
                                message.required("$ref").asText().replaceFirst("^#/components/messages/", ""))));
        assertThat(carried).containsExactlyInAnyOrderElementsOf(names(document.at("/components/messages")));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
