package io.github.curfew.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.curfew.MalformedException;
import io.github.curfew.model.Quoted;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain maps, lists, strings, numbers and booleans. Over the streaming parser alone, whose API has not changed
 * since the version that the oldest Spark brings; the bounds are ours, because that old version has none.
 */
final class Json {
    private static final int DEEPEST = 16;
    private static final int MOST_VALUES = 20_000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // Names that strangers made up would stay in tables of the whole JVM.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Two values for one key: which one would a reader in another language take?
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser parser;
    private int values;

    private Json(JsonParser parser) {
        this.parser = parser;
    }

    static Map<String, Object> parseObject(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            Json json = new Json(parser);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("the JSON is not an object: begin it with {");
            }
            Map<String, Object> object = json.object(1);
            if (parser.nextToken() != null) {
                throw new MalformedException("something follows the JSON object: send one object a message");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new MalformedException(
                    "the JSON cannot be read" + place(e.getLocation()) + ": " + Quoted.plain(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A parser that refuses a number for its length does not say where it stood. */
    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private Map<String, Object> object(int depth) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken token = parser.nextToken();
            Object value = value(token, depth);
            if (value != null) {
                object.put(key, value);
            }
        }
        return object;
    }

    private List<Object> array(int depth) throws IOException {
        List<Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            Object value = value(token, depth);
            if (value != null) {
                array.add(value);
            }
        }
        return array;
    }

    private @Nullable Object value(@Nullable JsonToken token, int depth) throws IOException {
        if (token == null) {
            throw new MalformedException("the JSON ends in its middle: it was cut, or is only half written");
        }
        if (++values > MOST_VALUES) {
            throw new MalformedException("the JSON has more than " + MOST_VALUES + " values");
        }
        if (depth == DEEPEST && token.isStructStart()) {
            throw new MalformedException("the JSON is nested deeper than " + DEEPEST + " levels");
        }
        return switch (token) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            // As text: a number's own type may cost more than its digits.
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getText());
            default -> parser.getText();
        };
    }

    /** A number as it was written. */
    record Digits(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    static String write(Map<String, ?> object) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Whoever prints a report, on a terminal or into a log, prints what others wrote.
        return Quoted.json(text.toString());
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (entry.getValue() != null) {
                    generator.writeFieldName(String.valueOf(entry.getKey()));
                    write(generator, entry.getValue());
                }
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof Integer number) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Digits digits) {
            generator.writeNumber(digits.text());
        } else {
            generator.writeString(String.valueOf(value));
        }
    }
}
