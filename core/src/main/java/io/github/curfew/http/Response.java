package io.github.curfew.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.curfew.model.Quoted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is answered.
 *
 * @param status the http status
 * @param type the body's media type
 * @param headers further headers
 * @param body its text
 */
record Response(int status, String type, Map<String, String> headers, String body) {
    static final String JSON = "application/json";
    static final String LINES = "application/x-ndjson";

    private static final JsonFactory FACTORY = new JsonFactory();

    Response {
        headers = Map.copyOf(headers);
    }

    /** Writes one JSON value. */
    interface JsonBody {
        void write(JsonGenerator json) throws IOException;
    }

    static Response json(int status, JsonBody body) {
        return new Response(status, JSON, Map.of(), text(body));
    }

    static Response problem(int status, String sentence) {
        String body = text(json -> {
            json.writeStartObject();
            json.writeStringField("title", phrase(status));
            json.writeNumberField("status", status);
            json.writeStringField("detail", sentence);
            json.writeEndObject();
        });
        return new Response(status, "application/problem+json", Map.of(), body);
    }

    Response with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(headers);
        all.putAll(more);
        return new Response(status, type, all, body);
    }

    /** Head and body as they go over the wire; one answer a connection, so that no connection ever idles. */
    ByteBuffer bytes() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(phrase(status))
                .append("\r\nContent-Type: ")
                .append(type)
                .append("\r\nContent-Length: ")
                .append(content.length)
                .append("\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + content.length + 2);
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(content);
        return ByteBuffer.wrap(all.toByteArray());
    }

    private static String text(JsonBody body) {
        java.io.StringWriter text = new java.io.StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Quoted.json(text.append('\n').toString());
    }

    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 505 -> "HTTP Version Not Supported";
            default -> "Internal Server Error";
        };
    }
}
