package io.github.curfew.http;

import io.github.curfew.http.SignalBook.Page;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Driver;
import io.github.curfew.wire.Codec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reports as an answer: the very events that go over a broker, in one JSON object; or, to those who accept
 * {@code application/x-ndjson}, one a line, so that each can be read by itself however many there are.
 */
final class Reports {
    /** Who accepts this too gets each line as it would go over a broker: signed, where the driver signs. */
    static final String SIGNED = "application/jose";

    private final Driver driver;

    Reports(Driver driver) {
        this.driver = driver;
    }

    /** What became of a signal. */
    Response response(int status, Head head, String id, List<Page> pages) {
        List<Report> reports = SignalBook.reports(pages);
        if (wantsLines(head)) {
            return lines(status, head, reports);
        }
        boolean isOver = pages.stream().allMatch(Page::isOver);
        boolean isAsAsked = pages.stream().allMatch(Page::isAsAsked);
        return Response.json(status, json -> {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeBooleanField("over", isOver);
            json.writeBooleanField("asAsked", isAsAsked);
            json.writeFieldName("reports");
            json.writeRawValue(array(reports));
            json.writeEndObject();
        });
    }

    /** Any reports. */
    Response response(int status, Head head, List<Report> reports) {
        if (wantsLines(head)) {
            return lines(status, head, reports);
        }
        return Response.json(status, json -> {
            json.writeStartObject();
            json.writeFieldName("reports");
            json.writeRawValue(array(reports));
            json.writeEndObject();
        });
    }

    private static boolean wantsLines(Head head) {
        return accepts(head, Response.LINES);
    }

    private static boolean accepts(Head head, String type) {
        String accept = head.header("accept");
        return accept != null && accept.contains(type);
    }

    private Response lines(int status, Head head, List<Report> reports) {
        boolean signed = accepts(head, SIGNED);
        String lines = reports.stream()
                .map(report -> signed ? driver.written(report) : Codec.encode(report))
                .map(payload -> payload.text().strip() + "\n")
                .collect(Collectors.joining());
        return new Response(status, Response.LINES, Map.of(), lines);
    }

    private static String array(List<Report> reports) {
        return reports.stream().map(report -> Codec.encode(report).text()).collect(Collectors.joining(",\n", "[", "]"));
    }
}
