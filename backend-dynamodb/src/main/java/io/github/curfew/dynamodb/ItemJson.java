package io.github.curfew.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes attributes as JSON, always in the same order: DynamoDB's maps and sets have none. */
final class ItemJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ItemJson() {}

    private interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    /** As anybody would write it: {@code {"deadline":"2m","now":true,"stop":"orders"}}. */
    static String write(Map<String, AttributeValue> attributes) {
        return write(json -> object(json, attributes));
    }

    /** So that a text and a number of the same digits differ. */
    static String typed(AttributeValue value) {
        return value.type() + write(json -> value(json, value));
    }

    private static String write(Part part) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            part.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void object(JsonGenerator json, Map<String, AttributeValue> attributes) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, AttributeValue> attribute : new TreeMap<>(attributes).entrySet()) {
            json.writeFieldName(attribute.getKey());
            value(json, attribute.getValue());
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, AttributeValue value) throws IOException {
        switch (value.type()) {
            case S -> json.writeString(value.s());
            case N -> json.writeNumber(value.n());
            case B -> json.writeBinary(value.b().asByteArrayUnsafe());
            case BOOL -> json.writeBoolean(value.bool());
            case M -> object(json, value.m());
            case L -> {
                json.writeStartArray();
                for (AttributeValue each : value.l()) {
                    value(json, each);
                }
                json.writeEndArray();
            }
            case SS -> texts(json, value.ss());
            case NS -> texts(json, value.ns());
            case BS ->
                texts(
                        json,
                        value.bs().stream()
                                .map(SdkBytes::asByteArrayUnsafe)
                                .map(java.util.Base64.getEncoder()::encodeToString)
                                .toList());
            default -> json.writeNull();
        }
    }

    private static void texts(JsonGenerator json, Iterable<String> values) throws IOException {
        TreeSet<String> sorted = new TreeSet<>();
        values.forEach(sorted::add);
        json.writeStartArray();
        for (String each : sorted) {
            json.writeString(each);
        }
        json.writeEndArray();
    }
}
