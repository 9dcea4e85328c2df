package io.github.curfew.cli;

import io.github.curfew.client.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Waits for what becomes of a signal, has it shown, and tells what it comes to in the end. */
final class Waiting {
    private static final int MOST_NAMES = 5;

    private final World world;
    private final Output output;
    private final Sent sent;
    private final Following following;
    private final View view;
    private final long began = System.nanoTime();

    Waiting(World world, Output output, Sent sent, Following following, View view) {
        this.world = world;
        this.output = output;
        this.sent = sent;
        this.following = following;
        this.view = view;
    }

    /** Waits at most for so long, and gives the exit code. */
    int until(Duration most) throws InterruptedException {
        world.farewell().set("no longer waiting; the signal stands until it expires, see '" + sent.statusHint() + "'");
        try {
            return waitAndTell(most);
        } finally {
            world.farewell().set(null);
        }
    }

    private int waitAndTell(Duration most) throws InterruptedException {
        if (output == Output.TABLE) {
            sent.warnings().forEach(world::say);
            world.out().println(Lines.head(sent.signal()));
        }
        Scene scene = following.look();
        view.show(scene, passed(), most);
        while (!scene.settled() && passed().compareTo(most) < 0) {
            Duration left = most.minus(passed());
            scene = following.awaitChange(scene, left.compareTo(view.refresh()) < 0 ? left : view.refresh());
            view.show(scene, passed(), most);
        }
        view.end(scene);
        Verdict verdict = Verdict.of(sent, scene, passed());
        conclude(scene, verdict);
        return verdict.exitCode();
    }

    private Duration passed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void conclude(Scene scene, Verdict verdict) {
        if (view instanceof StreamView stream) {
            stream.summary(summary(scene, verdict));
        } else if (output == Output.JSON) {
            world.out().println(JsonText.of(json(scene, verdict)));
        } else if (output == Output.NAME) {
            scene.members().stream()
                    .filter(Member::isFinal)
                    .forEach(member -> world.out().println(member.name()));
            sent.warnings().forEach(world::say);
        } else if (!scene.members().isEmpty()) {
            world.out().println(scene.counted() + " in " + Lines.length(passed()));
            if (scene.finished() > 1) {
                Figures.table(Figures.of(scene.members())).print(world.out());
            }
        }
        if (output != Output.JSON) {
            scene.troubles().forEach(world::say);
            tellOfLater(scene.later());
        }
        verdict.complaints().forEach(world::say);
    }

    private void tellOfLater(List<String> later) {
        if (!later.isEmpty()) {
            boolean one = later.size() == 1;
            world.say((one ? "1 run that matches" : later.size() + " runs that match")
                    + " began after the signal was sent, which is not for " + (one ? "it" : "them") + ": "
                    + String.join(", ", later.subList(0, Math.min(MOST_NAMES, later.size())))
                    + (later.size() > MOST_NAMES ? " and " + (later.size() - MOST_NAMES) + " more" : ""));
        }
    }

    private Map<String, Object> json(Scene scene, Verdict verdict) {
        Map<String, Object> document = SignalCommand.head(sent.signal());
        document.put("backends", sent.backends());
        document.putAll(summary(scene, verdict));
        document.put("runs", scene.members().stream().map(Member::json).toList());
        List<String> warnings = new ArrayList<>(sent.warnings());
        warnings.addAll(scene.troubles());
        document.put("warnings", warnings);
        return document;
    }

    private Map<String, Object> summary(Scene scene, Verdict verdict) {
        Figures finished = Figures.ofFinished(scene.members());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("exitCode", verdict.exitCode());
        summary.put("tookMillis", passed().toMillis());
        summary.put("counts", scene.counts());
        summary.put(
                "medianMillis",
                finished.median() == null ? null : finished.median().toMillis());
        summary.put("maxMillis", finished.max() == null ? null : finished.max().toMillis());
        summary.put(
                "later",
                scene.parts().values().stream()
                        .map(Progress::later)
                        .flatMap(List::stream)
                        .map(run -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("run", run.id());
                            one.put("name", run.displayName());
                            return one;
                        })
                        .toList());
        return summary;
    }
}
