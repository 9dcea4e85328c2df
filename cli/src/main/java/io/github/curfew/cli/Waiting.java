package io.github.curfew.cli;

import io.github.curfew.client.Progress;
import io.github.curfew.client.Publication;
import io.github.curfew.client.Standing;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Waits for what becomes of a signal, has it shown, and tells what it comes to in the end. */
final class Waiting {
    private final World world;
    private final Output output;
    private final Tracking tracking;
    private final View view;
    private final long began = System.nanoTime();

    Waiting(World world, Output output, Tracking tracking, View view) {
        this.world = world;
        this.output = output;
        this.tracking = tracking;
        this.view = view;
    }

    /** Waits at most for so long, and gives the exit code. */
    int until(Duration most) throws InterruptedException {
        Publication publication = tracking.publication();
        world.farewell()
                .set("no longer waiting; the signal stands until it expires, see 'curfew status "
                        + publication.signal().id().id() + "'");
        try {
            return until(publication, most);
        } finally {
            world.farewell().set(null);
        }
    }

    private int until(Publication publication, Duration most) throws InterruptedException {
        if (output == Output.TABLE) {
            publication.warnings().forEach(world::say);
            world.out().println(Lines.head(publication.signal()));
        }
        Progress progress = tracking.progress();
        view.show(progress, passed(), most);
        while (!progress.settled() && passed().compareTo(most) < 0) {
            Duration left = most.minus(passed());
            progress = tracking.awaitChange(progress, left.compareTo(view.refresh()) < 0 ? left : view.refresh());
            view.show(progress, passed(), most);
        }
        view.end(progress);
        Verdict verdict =
                Verdict.of(publication.signal(), progress, tracking.expected(), passed(), tracking.hearingTime());
        conclude(publication, progress, verdict);
        return verdict.exitCode();
    }

    private Duration passed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void conclude(Publication publication, Progress progress, Verdict verdict) {
        List<String> warnings = new ArrayList<>(publication.warnings());
        warnings.addAll(progress.troubles());
        switch (output) {
            case JSON -> world.out().println(JsonText.of(json(publication, progress, verdict, warnings)));
            case NAME ->
                progress.runs().stream()
                        .filter(Standing::isFinal)
                        .forEach(standing -> world.out().println(Lines.name(standing.run())));
            case TABLE -> {
                if (!progress.runs().isEmpty()) {
                    world.out().println(Verdict.counts(progress) + " in " + Lines.length(passed()));
                }
            }
        }
        if (output == Output.NAME) {
            publication.warnings().forEach(world::say);
        }
        if (output != Output.JSON) {
            progress.troubles().forEach(world::say);
        }
        if (verdict.complaint() != null) {
            world.say(verdict.complaint());
        }
    }

    private Map<String, Object> json(
            Publication publication, Progress progress, Verdict verdict, List<String> warnings) {
        Map<String, Object> document = SignalCommand.head(publication.signal());
        document.put("backends", publication.receipts().keySet());
        document.put("exitCode", verdict.exitCode());
        document.put("tookMillis", passed().toMillis());
        document.put("runs", progress.runs().stream().map(Waiting::json).toList());
        document.put("warnings", warnings);
        return document;
    }

    static Map<String, Object> json(Standing standing) {
        Report.OfSignal report = standing.report();
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("run", standing.run().id());
        run.put("name", standing.run().displayName());
        run.put("outcome", report == null ? null : report.outcome().word());
        run.put("final", standing.isFinal());
        run.put("presence", standing.presence().name().toLowerCase(Locale.ROOT));
        run.put("matched", report == null ? null : report.matched());
        run.put("lastBatch", report == null ? null : report.lastBatch());
        run.put("tookMillis", report == null ? null : report.took().toMillis());
        run.put("detail", report == null ? "" : report.detail());
        run.put("driver", standing.driver() == null ? null : standing.driver().id());
        run.put("host", standing.driver() == null ? null : standing.driver().host());
        run.put("labels", standing.run().labels().asMap());
        return run;
    }
}
