package io.github.curfew.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;

/** A result in a file. */
final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().setSerializationInclusion(Include.NON_NULL).enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    static String write(Result result) throws IOException {
        return MAPPER.writeValueAsString(result) + "\n";
    }

    static Result read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), Result.class);
    }
}
