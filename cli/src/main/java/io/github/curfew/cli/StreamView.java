package io.github.curfew.cli;

import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A line of JSON for each thing that happens, in its order, for programs that do not want to wait for the end. */
final class StreamView implements View {
    private final PrintWriter out;
    private final Signal signal;
    private final Queue<Said> said = new ConcurrentLinkedQueue<>();
    private final Set<String> told = new HashSet<>();
    /** What each run was told to have said last: over two backends, what was said before may come after its final word. */
    private final Map<String, Outcome> outcomes = new HashMap<>();

    StreamView(PrintWriter out, Signal signal) {
        this.out = out;
        this.signal = signal;
    }

    /** Has what is reported on a cluster told here, from before the signal is sent. */
    void listen(String label, CurfewClient client) {
        client.listen(report -> hear(new Said(label, report)));
    }

    void hear(Said one) {
        if (one.report().signal().equals(signal.id())) {
            said.add(one);
        }
    }

    /** Who is there, and meant, before the signal is sent. */
    void expected(List<Row> rows) {
        rows.forEach(row -> {
            if (told.add("expected " + row.profile() + "/" + row.run().id())) {
                Map<String, Object> line = line("expected", row.profile());
                line.putAll(RowJson.of(row));
                print(line);
            }
        });
    }

    /** What keeps something from being known. */
    void troubles(List<String> troubles) {
        troubles.forEach(trouble -> {
            if (told.add("trouble " + trouble)) {
                Map<String, Object> line = line("trouble", "");
                line.put("detail", trouble);
                print(line);
            }
        });
    }

    @Override
    public void sent(Sent sent, String profile) {
        Map<String, Object> line = line("sent", sent.label(profile));
        line.putAll(SignalCommand.head(signal));
        line.put(
                "backends",
                Sent.backends(Objects.requireNonNull(sent.publications().get(profile))));
        line.put("warnings", sent.warnings(profile));
        print(line);
    }

    @Override
    public void warn(String sentence) {
        troubles(List.of(sentence));
    }

    @Override
    public void show(Scene scene, Duration passed, Duration most) {
        // Whoever is expected is told before what it says.
        scene.members().forEach(member -> {
            if (told.add("expected " + member.key())) {
                print(member("expected", member));
            }
        });
        // A run may have answered before its cluster said whether it has the signal, and has it even where that failed.
        said.removeIf(next -> {
            boolean isKnown = !scene.open().contains(next.profile());
            if (isKnown) {
                report(next);
            }
            return isKnown;
        });
        scene.members().forEach(member -> {
            if (!member.isFinal()
                    && member.standing().presence() != Presence.HERE
                    && told.add(member.word() + " " + member.key())) {
                print(member(member.word(), member));
            }
        });
        scene.parts()
                .forEach((profile, progress) -> progress.later().forEach(run -> {
                    if (told.add("later " + profile + "/" + run.id())) {
                        Map<String, Object> line = line("later", scene.several() ? profile : "");
                        line.put("run", run.id());
                        line.put("name", run.displayName());
                        line.put("labels", run.labels().asMap());
                        print(line);
                    }
                }));
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public void summary(Map<String, Object> summary) {
        Map<String, Object> line = line("summary", "");
        line.putAll(summary);
        print(line);
    }

    private static Map<String, Object> member(String event, Member member) {
        Map<String, Object> line = line(event, member.profile());
        line.putAll(member.json());
        return line;
    }

    private void report(Said one) {
        Report.OfSignal report = one.report();
        String key = one.profile() + "/" + report.run().id();
        Outcome known = outcomes.get(key);
        if (known != null && !report.outcome().supersedes(known)) {
            return;
        }
        outcomes.put(key, report.outcome());
        Map<String, Object> line = line(report.outcome().word(), one.profile());
        line.put("run", report.run().id());
        line.put("name", report.run().displayName());
        line.put("outcome", report.outcome().word());
        line.put("final", report.outcome().isFinal());
        line.put("matched", report.matched());
        line.put("lastBatch", report.lastBatch());
        line.put("tookMillis", report.took().toMillis());
        line.put("detail", report.detail());
        line.put("driver", report.driverId());
        line.put("labels", report.run().labels().asMap());
        print(line);
    }

    private static Map<String, Object> line(String event, String profile) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now());
        line.put("event", event);
        RowJson.putProfile(line, profile);
        return line;
    }

    private void print(Map<String, Object> line) {
        out.println(JsonText.line(line));
    }

    @Override
    public Duration refresh() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void end(Scene scene) {}
}
