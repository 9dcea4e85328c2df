package io.github.curfew.benchmarks.jmh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Jackson's streaming parser and generator alone: bytes to words, words to bytes, and no thought given to either. */
final class BareJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private BareJson() {}

    /** What a generator is told. */
    record Word(JsonToken token, String text) {}

    /** Reads every word. */
    static List<Word> read(byte[] bytes) throws IOException {
        List<Word> words = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                words.add(new Word(token, parser.getText()));
            }
        }
        return words;
    }

    /** Writes them again. */
    static byte[] write(List<Word> words) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            for (Word word : words) {
                switch (word.token()) {
                    case START_OBJECT -> generator.writeStartObject();
                    case END_OBJECT -> generator.writeEndObject();
                    case START_ARRAY -> generator.writeStartArray();
                    case END_ARRAY -> generator.writeEndArray();
                    case FIELD_NAME -> generator.writeFieldName(word.text());
                    case VALUE_STRING -> generator.writeString(word.text());
                    default -> generator.writeRawValue(word.text());
                }
            }
        }
        return bytes.toByteArray();
    }
}
