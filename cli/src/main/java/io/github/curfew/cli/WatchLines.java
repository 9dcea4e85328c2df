package io.github.curfew.cli;

import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line for each change, for people or for programs. */
final class WatchLines implements Watching {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final World world;
    private final PrintWriter out;
    private final Output output;
    private final Paint paint;
    private final Map<String, Row> there = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();
    private List<String> troubled = List.of();

    WatchLines(World world, Output output, Paint paint) {
        this.world = world;
        this.out = world.out();
        this.output = output;
        this.paint = paint;
    }

    @Override
    public void show(List<Row> rows, List<Said> news, List<String> troubles) {
        news.forEach(this::tell);
        Map<String, Row> now = new HashMap<>();
        for (Row row : rows) {
            now.put(key(row), row);
            tell(row, row.state(), row.entry().status().lastBatch());
        }
        there.forEach((key, row) -> {
            if (!now.containsKey(key)) {
                tell(row, ListWatch.lastWord(row), null);
                states.remove(key);
            }
        });
        there.clear();
        there.putAll(now);
        if (!troubles.equals(troubled)) {
            troubles.forEach(this::tellTrouble);
        }
        troubled = troubles;
        out.flush();
    }

    private static String key(Row row) {
        return row.profile() + "/" + row.run().id();
    }

    private void tell(Row row, String state, @Nullable Long batch) {
        if (state.equals(states.put(key(row), state))) {
            return;
        }
        switch (output) {
            case JSON ->
                out.println(
                        JsonText.line(json("run", Instant.now(), row.profile(), row.run(), state, batch, null, "")));
            case NAME -> out.println(row.name());
            case TABLE, WIDE -> out.println(line(Instant.now(), row.name(), state, batch, "", paint));
        }
    }

    /** A program reads nothing but events. */
    private void tellTrouble(String trouble) {
        switch (output) {
            case JSON, NAME -> world.say(trouble);
            case TABLE, WIDE -> out.println(CLOCK.format(Instant.now()) + "  " + Quoted.sentence(trouble));
        }
    }

    private void tell(Said said) {
        Report.OfSignal report = said.report();
        switch (output) {
            case JSON ->
                out.println(JsonText.line(json(
                        "report",
                        report.time(),
                        said.profile(),
                        report.run(),
                        report.outcome().word(),
                        report.lastBatch(),
                        report.signal().id(),
                        report.detail())));
            case NAME -> {}
            case TABLE, WIDE -> out.println(line(said, paint));
        }
    }

    static String line(Said said, Paint paint) {
        Report.OfSignal report = said.report();
        String what = "  " + report.action().word() + " "
                + Quoted.plain(report.signal().id())
                + (report.detail().isEmpty() ? "" : ": " + Quoted.sentence(report.detail()));
        String name = Lines.name(said.profile(), report.run());
        return line(report.time(), name, report.outcome().word(), report.lastBatch(), what, paint);
    }

    private static String line(
            Instant time, String name, String state, @Nullable Long batch, String more, Paint paint) {
        return (CLOCK.format(time) + "  " + String.format(Locale.ROOT, "%-20s", name) + "  "
                        + paint.word(String.format(Locale.ROOT, "%-9s", state))
                        + (batch == null ? "" : "  batch " + batch) + more)
                .stripTrailing();
    }

    private static Map<String, Object> json(
            String event,
            Instant time,
            String profile,
            RunInfo run,
            String state,
            @Nullable Long batch,
            @Nullable String signal,
            String detail) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", time);
        line.put("event", event);
        RowJson.putProfile(line, profile);
        line.put("run", run.id());
        line.put("name", run.displayName());
        line.put("state", state);
        line.put("lastBatch", batch);
        line.put("signal", signal);
        line.put("detail", detail);
        line.put("labels", run.labels().asMap());
        return line;
    }
}
