package io.github.curfew.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in {@code docs/contract}, and whether a message is as it says. */
final class Contract {
    /** The repository's root: tests run in their module's directory. */
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    static final Path FOLDER = ROOT.resolve("docs/contract");

    static final String SIGNAL = "signal.schema.json";
    static final String REPORT = "report.schema.json";

    static final ObjectMapper JSON = new ObjectMapper();

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaLoader(loader ->
                    loader.allow(iri -> iri.toString().startsWith("file:")).fetchRemoteResources()));

    private Contract() {}

    static JsonNode read(Path file) {
        try {
            ObjectMapper mapper = file.toString().endsWith(".yaml") ? new YAMLMapper() : JSON;
            return mapper.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    /** An example by its name without {@code .json}. */
    static JsonNode example(String name) {
        return read(FOLDER.resolve("examples").resolve(name + ".json"));
    }

    /** The names of the examples that begin so. */
    static List<String> examples(String beginning) {
        try (Stream<Path> files = Files.list(FOLDER.resolve("examples"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
                    .filter(name -> name.startsWith(beginning))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is wrong with a message.
     *
     * @param schema a file of the contract, and a JSON pointer behind a {@code #} if a part of it is meant
     * @param message what may be wrong
     * @return a sentence for each violation; empty for a message that is as it should be
     */
    static List<String> violations(String schema, JsonNode message) {
        return violations(SCHEMAS.getSchema(SchemaLocation.of(FOLDER.toUri() + schema)), message);
    }

    /** The same, by a schema that lies elsewhere. */
    static List<String> violations(Schema schema, JsonNode message) {
        return schema
                .validate(message, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }
}
