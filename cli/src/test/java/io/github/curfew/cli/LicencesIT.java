package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The licences of all dependencies, by the bills of materials that the build has just written. A dependency with another
 * one breaks the build, until somebody has read it and put it here.
 */
final class LicencesIT {
    /** What may be in our own jars: nobody has to do more for it than to keep a notice. */
    private static final Set<String> SHIPPED = Set.of("Apache-2.0", "MIT", "MIT-0", "Public Domain");

    /** What a Spark brings, or a test needs; never in a jar of ours. */
    private static final Set<String> BESIDE =
            Set.of("BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "EPL-2.0", "CDDL-1.0");

    /** Their poms name no licence that is understood; both are of the Apache Software Foundation. */
    private static final Set<String> READ_BY_HAND = Set.of("oro:oro", "org.apache.xbean:xbean-asm9-shaded");

    /** The command line's jar has every backend in it. */
    @Test
    void whatIsInOurJarsMayBeThere() throws IOException {
        Map<String, Set<String>> components = components(Path.of("target", "bom.json"));
        assertThat(components)
                .containsKeys("redis.clients:jedis", "software.amazon.awssdk:sqs", "org.apache.kafka:kafka-clients");
        assertThat(components)
                .allSatisfy((name, licences) -> assertThat(licences).as(name).containsAnyElementsOf(SHIPPED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"core", "aws", "backend-dynamodb", "backend-kafka", "backend-redis", "backend-sqs", "testkit"})
    void whatIsBesideThemHasALicence(String module) throws IOException {
        Set<String> allowed = new TreeSet<>(SHIPPED);
        allowed.addAll(BESIDE);
        Map<String, Set<String>> components = components(Path.of("..", module, "target", "bom.json"));
        components.keySet().removeAll(READ_BY_HAND);
        assertThat(components)
                .isNotEmpty()
                .allSatisfy((name, licences) -> assertThat(licences).as(name).containsAnyElementsOf(allowed));
    }

    /** The licences of each component, any of which can be chosen. */
    private static Map<String, Set<String>> components(Path bom) throws IOException {
        assertThat(bom)
                .as("the list of components that the build writes, unless Maven is offline (-o)")
                .exists();
        Map<String, Set<String>> components = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(Files.readString(bom))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("components")) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        component(json, components);
                    }
                } else {
                    json.skipChildren();
                }
            }
        }
        return components;
    }

    private static void component(JsonParser json, Map<String, Set<String>> components) throws IOException {
        String group = "";
        String name = "";
        Set<String> licences = new TreeSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "group" -> group = json.getText();
                case "name" -> name = json.getText();
                case "licenses" -> licences(json, licences);
                default -> json.skipChildren();
            }
        }
        components.put(group + ":" + name, licences);
    }

    /** Such as {@code [{"license":{"id":"MIT","url":…}},{"expression":"A OR B"}]}. */
    private static void licences(JsonParser json, Set<String> licences) throws IOException {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            boolean named = token == JsonToken.VALUE_STRING
                    && Set.of("id", "name", "expression").contains(json.currentName());
            if (named) {
                licences.add(json.getText());
            }
        }
    }
}
