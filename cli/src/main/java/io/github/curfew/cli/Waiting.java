package io.github.curfew.cli;

import io.github.curfew.CurfewException;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Waits for what becomes of a signal, has it shown, and tells what it comes to in the end. */
final class Waiting {
    private static final int MOST_NAMES = 5;

    private final World world;
    private final Output output;
    private final Sending sending;
    private final Following<Tracking> following;
    private final View view;
    private final Set<String> told = new HashSet<>();
    private final long began = System.nanoTime();
    private long first = began;
    private long last = began;

    /** Makes one, for what has just begun to be sent. */
    Waiting(World world, Output output, Sending sending, View view) {
        this.world = world;
        this.output = output;
        this.sending = sending;
        this.following = Following.ofSent(sending.clusters(), sending.expect());
        this.view = view;
    }

    /**
     * Waits until all is settled, or the time for it is over, and gives the exit code. The time is counted from when the
     * last cluster took the signal: it is for the drivers, and each has all of it, however slow a broker is.
     *
     * @throws CurfewException if no cluster took it
     */
    int untilDone() throws InterruptedException {
        try {
            sending.clusters().first(failures -> failures.forEach(this::warn));
        } catch (CurfewException e) {
            if (view.isStream()) {
                endWithout();
            }
            throw e;
        }
        first = System.nanoTime();
        world.farewell()
                .set("no longer waiting; the signal stands until it expires, see '" + sending.statusHint() + "'");
        return waitAndTell();
    }

    /** No cluster said that it took it; but one may have it, and its runs may have answered. */
    private void endWithout() {
        Scene scene = following.look();
        Sent sent = show(scene);
        view.summary(summary(scene, Verdict.of(sent, scene, passed())));
    }

    private int waitAndTell() throws InterruptedException {
        if (output == Output.TABLE) {
            world.out().println(Lines.head(sending.signal()));
        }
        Scene scene = following.look();
        Sent sent = show(scene);
        while (!scene.settled() && (!scene.open().isEmpty() || System.nanoTime() < end(sent))) {
            Duration left = Duration.ofNanos(end(sent) - System.nanoTime());
            boolean soon = scene.open().isEmpty() && left.compareTo(view.refresh()) < 0;
            scene = following.awaitChange(scene, soon ? left : view.refresh());
            sent = show(scene);
        }
        view.end(scene);
        Verdict verdict = Verdict.of(sent, scene, passed());
        conclude(sent, scene, verdict);
        return verdict.exitCode();
    }

    /** What is sent is told before what becomes of it there, so it is looked up after that. */
    private Sent show(Scene scene) {
        Sent sent = sending.soFar();
        sent.publications().keySet().forEach(profile -> {
            if (told.add("sent to " + profile)) {
                last = System.nanoTime();
                view.sent(sent, profile);
            }
        });
        sent.failures().forEach(this::warn);
        scene.troubles().forEach(this::warn);
        view.show(scene, passed(), Duration.ofNanos(end(sent) - first));
        return sent;
    }

    private void warn(String sentence) {
        if (told.add(sentence)) {
            view.warn(sentence);
        }
    }

    private long end(Sent sent) {
        return last + sent.patience().toNanos();
    }

    private Duration passed() {
        return Duration.ofNanos(System.nanoTime() - first);
    }

    private Duration taken() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void conclude(Sent sent, Scene scene, Verdict verdict) {
        if (view.isStream()) {
            view.summary(summary(scene, verdict));
        } else if (output == Output.JSON) {
            world.out().println(JsonText.of(json(sent, scene, verdict)));
        } else if (output == Output.NAME) {
            scene.members().stream()
                    .filter(Member::isFinal)
                    .forEach(member -> world.out().println(Lines.name(member.profile(), member.run())));
            sent.warnings().forEach(world::say);
            scene.troubles().forEach(world::say);
        } else if (!scene.members().isEmpty()) {
            world.out().println(scene.counted() + " in " + Lines.length(taken()));
            if (scene.finished() > 1) {
                Figures.table(Figures.of(scene.members())).print(world.out());
            }
        }
        if (output != Output.JSON) {
            tellOfLater(scene.later());
        }
        verdict.complaints().forEach(world::say);
    }

    private void tellOfLater(List<String> later) {
        if (!later.isEmpty()) {
            boolean one = later.size() == 1;
            world.say((one ? "1 run that matches" : later.size() + " runs that match")
                    + " began when the signal was sent or after, and it is not for " + (one ? "it" : "them") + ": "
                    + String.join(", ", later.subList(0, Math.min(MOST_NAMES, later.size())))
                    + (later.size() > MOST_NAMES ? " and " + (later.size() - MOST_NAMES) + " more" : ""));
        }
    }

    private Map<String, Object> json(Sent sent, Scene scene, Verdict verdict) {
        Map<String, Object> document = SignalCommand.head(sent.signal());
        document.put("backends", sent.backends());
        document.putAll(summary(scene, verdict));
        document.put("runs", scene.members().stream().map(Member::json).toList());
        List<String> warnings = new ArrayList<>(sending.unknown());
        warnings.addAll(sent.warnings());
        warnings.addAll(scene.troubles());
        document.put("warnings", warnings);
        return document;
    }

    private Map<String, Object> summary(Scene scene, Verdict verdict) {
        Figures finished = Figures.ofFinished(scene.members());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("exitCode", verdict.exitCode());
        summary.put("tookMillis", taken().toMillis());
        summary.put("counts", scene.counts());
        summary.put(
                "medianMillis",
                finished.median() == null ? null : finished.median().toMillis());
        summary.put("maxMillis", finished.max() == null ? null : finished.max().toMillis());
        summary.put(
                "later",
                scene.parts().entrySet().stream()
                        .flatMap(part -> part.getValue().later().stream()
                                .map(run -> later(scene.several() ? part.getKey() : "", run)))
                        .toList());
        return summary;
    }

    private static Map<String, Object> later(String profile, RunInfo run) {
        Map<String, Object> later = new LinkedHashMap<>();
        RowJson.putProfile(later, profile);
        later.put("run", run.id());
        later.put("name", run.displayName());
        return later;
    }
}
