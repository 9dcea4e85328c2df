package io.github.curfew.cli;

import io.github.curfew.client.RosterEntry;
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

    private final PrintWriter out;
    private final Output output;
    private final Paint paint;
    private final Map<String, RunInfo> there = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();
    private List<String> troubled = List.of();

    WatchLines(PrintWriter out, Output output, Paint paint) {
        this.out = out;
        this.output = output;
        this.paint = paint;
    }

    @Override
    public void show(List<RosterEntry> entries, List<Report.OfSignal> news, List<String> troubles) {
        news.forEach(this::tell);
        Map<String, RunInfo> now = new HashMap<>();
        for (RosterEntry entry : entries) {
            RunInfo run = entry.status().run();
            now.put(run.id(), run);
            tell(
                    run,
                    entry.lost() ? "lost" : entry.status().state().word(),
                    entry.status().lastBatch());
        }
        there.forEach((id, run) -> {
            if (!now.containsKey(id)) {
                tell(run, "gone", null);
                states.remove(id);
            }
        });
        there.clear();
        there.putAll(now);
        if (!troubles.equals(troubled) && output == Output.TABLE) {
            troubles.forEach(trouble -> out.println(CLOCK.format(Instant.now()) + "  " + trouble));
        }
        troubled = troubles;
        out.flush();
    }

    private void tell(RunInfo run, String state, @Nullable Long batch) {
        if (state.equals(states.put(run.id(), state))) {
            return;
        }
        switch (output) {
            case JSON -> out.println(JsonText.line(json("run", Instant.now(), run, state, batch, null, "")));
            case NAME -> out.println(Lines.name(run));
            case TABLE -> out.println(line(Instant.now(), run, state, batch, "", paint));
        }
    }

    private void tell(Report.OfSignal report) {
        switch (output) {
            case JSON ->
                out.println(JsonText.line(json(
                        "report",
                        report.time(),
                        report.run(),
                        report.outcome().word(),
                        report.lastBatch(),
                        report.signal().id(),
                        report.detail())));
            case NAME -> {}
            case TABLE -> out.println(line(report, paint));
        }
    }

    static String line(Report.OfSignal report, Paint paint) {
        String what = "  " + report.action().word() + " " + report.signal().id()
                + (report.detail().isEmpty() ? "" : ": " + Quoted.sentence(report.detail()));
        return line(report.time(), report.run(), report.outcome().word(), report.lastBatch(), what, paint);
    }

    private static String line(
            Instant time, RunInfo run, String state, @Nullable Long batch, String more, Paint paint) {
        return (CLOCK.format(time) + "  " + String.format(Locale.ROOT, "%-20s", Lines.name(run)) + "  "
                        + paint.word(String.format(Locale.ROOT, "%-9s", state))
                        + (batch == null ? "" : "  batch " + batch) + more)
                .stripTrailing();
    }

    private static Map<String, Object> json(
            String event,
            Instant time,
            RunInfo run,
            String state,
            @Nullable Long batch,
            @Nullable String signal,
            String detail) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", time);
        line.put("event", event);
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
