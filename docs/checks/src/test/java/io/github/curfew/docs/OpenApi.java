package io.github.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The document of the http API, and which of its answers and parameters were seen. Not thread-safe. */
final class OpenApi {
    private static final String FILE = "openapi.yaml";

    private final JsonNode document = Contract.read(Contract.FOLDER.resolve(FILE));
    private final Set<String> unseen = new TreeSet<>();

    OpenApi() {
        document.required("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String name = operation.getKey() + " " + path.getKey();
                    operation
                            .getValue()
                            .required("responses")
                            .properties()
                            .forEach(response -> follow("/paths/" + escape(path.getKey()) + "/" + operation.getKey()
                                            + "/responses/" + response.getKey())
                                    .node()
                                    .required("content")
                                    .fieldNames()
                                    .forEachRemaining(
                                            type -> unseen.add(name + " → " + response.getKey() + " " + type)));
                    for (int i = 0; i < operation.getValue().path("parameters").size(); i++) {
                        JsonNode parameter = follow("/paths/" + escape(path.getKey()) + "/" + operation.getKey()
                                        + "/parameters/" + i)
                                .node();
                        if (parameter.required("in").asText().equals("query")) {
                            unseen.add(name + " ? " + parameter.required("name").asText());
                        }
                    }
                }));
    }

    /** What the document has and no exchange showed. */
    Set<String> unseen() {
        return unseen;
    }

    /** Holds an answer against what the document says of it. */
    void check(String method, String target, Exchange exchange) {
        String path = target.replaceFirst("\\?.*", "");
        String template = template(path);
        String verb = method.toLowerCase(Locale.ROOT);
        JsonNode operations = document.required("paths").required(template);
        if (!operations.has(verb)) {
            assertThat(exchange.status()).as(method + " " + target).isEqualTo(405);
            verb = operations.fieldNames().next();
        }
        String responses = "/paths/" + escape(template) + "/" + verb + "/responses/";
        String status = document.at(responses + exchange.status()).isMissingNode()
                ? "default"
                : String.valueOf(exchange.status());
        String type = exchange.headers().getOrDefault("content-type", "");
        Place response = follow(responses + status);
        String what = method + " " + target + " → " + exchange;
        assertThat(response.node().required("content").has(type)).as(what).isTrue();
        checkHeaders(response, exchange, what);
        checkBody(response.pointer() + "/content/" + escape(type) + "/schema", type, exchange.body(), what);
        unseen.remove(verb + " " + template + " → " + status + " " + type);
        if (exchange.status() / 100 == 2 && target.contains("?")) {
            for (String parameter : target.substring(target.indexOf('?') + 1).split("&", -1)) {
                unseen.remove(verb + " " + template + " ? " + parameter.replaceFirst("=.*", ""));
            }
        }
    }

    private static void checkHeaders(Place response, Exchange exchange, String what) {
        for (Map.Entry<String, JsonNode> header :
                response.node().path("headers").properties()) {
            Place place = follow(response, header);
            String value = exchange.header(header.getKey());
            if (place.node().path("required").asBoolean()) {
                assertThat(value).as(what).isNotNull();
            }
            if (value != null) {
                assertThat(Contract.violations(
                                FILE + "#" + place.pointer() + "/schema", Contract.JSON.valueToTree(value)))
                        .as(what)
                        .isEmpty();
            }
        }
    }

    private static Place follow(Place response, Map.Entry<String, JsonNode> header) {
        JsonNode document = response.document();
        return follow(document, response.pointer() + "/headers/" + escape(header.getKey()));
    }

    private static void checkBody(String schema, String type, String body, String what) {
        if (type.equals("application/x-ndjson")) {
            body.lines()
                    .forEach(line -> assertThat(Contract.violations(Contract.REPORT, Contract.parse(line)))
                            .as(what)
                            .isEmpty());
        } else {
            assertThat(Contract.violations(FILE + "#" + schema, Contract.parse(body)))
                    .as(what)
                    .isEmpty();
        }
    }

    private String template(String path) {
        for (String template :
                (Iterable<String>) () -> document.required("paths").fieldNames()) {
            if (Pattern.matches(template.replaceAll("\\{[^}]+}", "[^/]+"), path)) {
                return template;
            }
        }
        throw new AssertionError("the document has no path for " + path);
    }

    private Place follow(String pointer) {
        return follow(document, pointer);
    }

    private static Place follow(JsonNode document, String pointer) {
        JsonNode node = document.at(pointer);
        return node.has("$ref")
                ? follow(document, node.required("$ref").asText().replaceFirst("^#", ""))
                : new Place(document, pointer, node);
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /**
     * A part of the document.
     *
     * @param document all of it
     * @param pointer where the part is
     * @param node the part
     */
    private record Place(JsonNode document, String pointer, JsonNode node) {}
}
