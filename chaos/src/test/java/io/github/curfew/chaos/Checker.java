package io.github.curfew.chaos;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Holds a story against the promises. It knows what was sent, what truly happened to each run and what was said of it, and
 * nothing of how the engine decides.
 */
final class Checker {
    /** A drain, a cut and their reports take a while on a machine that has other things to do. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Story story;
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, List<Report.OfSignal>> logged;
    private int excused;
    private int refused;

    /**
     * Makes one.
     *
     * @param story what happened
     * @param logged final reports that no broker took, by driver, as they stand in the log
     */
    Checker(Story story, Map<String, List<Report.OfSignal>> logged) {
        this.story = story;
        this.logged = logged;
    }

    List<String> judge() {
        for (ChaosDriver driver : story.drivers()) {
            complaints.addAll(driver.complaints());
            Map<String, Map<String, Words>> byRun = words(driver);
            for (ChaosRun run : driver.runs()) {
                Map<String, Words> words = byRun.getOrDefault(run.info().id(), Map.of());
                words.forEach((signal, said) -> wasRight(driver, run, signal, said));
                wasAsked(driver, run);
                wasTold(driver, run, words);
            }
        }
        refusals();
        return complaints;
    }

    /** How many signals did not come, and had no need to. */
    int excused() {
        return excused;
    }

    /** How often a run refused one who may, with reason or without. */
    int refused() {
        return refused;
    }

    private Map<String, Map<String, Words>> words(ChaosDriver driver) {
        Map<String, Map<String, Words>> words = new HashMap<>();
        List<Said> all = new ArrayList<>(driver.diary().said());
        if (!driver.hasCrashed()) {
            logged.getOrDefault(driver.id(), List.of())
                    .forEach(report -> all.add(new Said(report, report.time(), true)));
        }
        all.forEach(said -> words.computeIfAbsent(said.run(), unused -> new HashMap<>())
                .computeIfAbsent(plain(said.signal()), unused -> new Words())
                .add(said));
        return words;
    }

    private static String plain(String id) {
        int planted = id.indexOf('~');
        return planted < 0 ? id : id.substring(0, planted);
    }

    private void complain(int promise, String what, ChaosDriver driver, ChaosRun run, Object more) {
        complaints.add("promise " + promise + ", " + what + ": " + run + " of " + driver.id() + "; " + more);
    }

    private void wasRight(ChaosDriver driver, ChaosRun run, String id, Words words) {
        Sent signal = story.sent().get(id);
        if (signal == null) {
            complain(5, "nobody sent that", driver, run, id + " " + words);
            return;
        }
        // Whoever may not say anything can be refused as often as he says it: his words use up no identity.
        boolean counts = signal.isProper();
        if (counts && (words.count(Outcome.RECEIVED) > 1 || words.finals() > 1)) {
            complain(4, "more than once", driver, run, signal + " " + words);
        }
        if (!words.isOnlyRefused()) {
            if (!signal.isProper()) {
                complain(8, "obeyed one who may not", driver, run, signal + " " + words);
            } else if (!signal.means(run)) {
                complain(5, "was not meant", driver, run, signal + " " + words);
            } else if (run.info().started().isAfter(signal.to(driver.way()))) {
                complain(3, "is younger than the signal", driver, run, signal + " " + words);
            }
        }
        if (counts && words.has(Outcome.REFUSED)) {
            refused++;
        }
        words.all().forEach(said -> wasTrue(driver, run, signal, said));
    }

    private void wasTrue(ChaosDriver driver, ChaosRun run, Sent signal, Said said) {
        boolean over = !run.over().isAfter(said.at());
        boolean holds = switch (said.report().outcome()) {
            case STOPPED ->
                run.drainAsked().isBefore(run.over())
                        && (run.how() == ChaosRun.How.DRAINED || run.how() == ChaosRun.How.ENDED)
                        && over
                        && Objects.equals(said.report().lastBatch(), 42L);
            case FORCED ->
                (over && run.cutAsked().isBefore(said.at())) || !driver.left().isAfter(said.at());
            case ENDED -> over;
            case FAILED, OVERRUN -> false;
            case REFUSED -> !signal.isProper() || wasUnclear(driver, run, signal, said);
            default -> true;
        };
        if (!holds) {
            complain(7, "that is not true", driver, run, said.report() + " to " + signal);
        }
    }

    /**
     * Whether the signal may be older, or looks so by a server that tells times alone; or its fence may be incomplete, or what
     * the server then knew may be gone.
     */
    private boolean wasUnclear(ChaosDriver driver, ChaosRun run, Sent signal, Said said) {
        Instant begun = run.info().started();
        // Coarse are the times of both, the hello's and the signal's.
        return begun.plus(driver.resolution().multipliedBy(2)).isAfter(signal.from())
                || story.wasTroubled(begun, run.listening())
                || story.mayBeLost(begun, said.at())
                || isWithoutPosition(driver, run);
    }

    /** Whether its driver still rested after a fault when it began, or had not reached the server yet. */
    private boolean isWithoutPosition(ChaosDriver driver, ChaosRun run) {
        Instant begun = run.info().started();
        return !driver.diary().hasPosition(begun, run.listening())
                && (driver.diary().contact().isAfter(begun)
                        || story.wasTroubled(begun.minus(SOON), run.listening().plus(SOON)));
    }

    /** Whoever was drained or cut has been asked to stop by one who may, after he began. */
    private void wasAsked(ChaosDriver driver, ChaosRun run) {
        boolean isCut = run.cutAsked().isBefore(Moments.NEVER);
        Instant first = run.cutAsked().isBefore(run.drainAsked()) ? run.cutAsked() : run.drainAsked();
        if (first.equals(Moments.NEVER)) {
            return;
        }
        List<Sent> reasons = reasons(run, first);
        if (reasons.isEmpty()) {
            complaints.add("promise 5, nobody asked: " + run + ", first touched " + first);
        } else if (reasons.stream().allMatch(signal -> run.info().started().isAfter(signal.to(driver.way())))) {
            complaints.add("promise 3, all who asked did so before it began: " + run + "; " + reasons);
        }
        if (isCut
                && reasons(run, run.cutAsked()).stream()
                        .allMatch(signal -> !signal.now()
                                && run.cutAsked().isBefore(signal.from().plus(signal.deadline())))) {
            complaints.add("promise 1, cut before any deadline: " + run + "; " + reasons);
        }
    }

    private List<Sent> reasons(ChaosRun run, Instant until) {
        return story.sent().values().stream()
                .filter(signal ->
                        signal.isProper() && signal.means(run) && !signal.from().isAfter(until))
                .toList();
    }

    /** Whoever was asked to stop has told how that went, somewhere, unless he was killed. */
    private void wasTold(ChaosDriver driver, ChaosRun run, Map<String, Words> all) {
        if (driver.hasCrashed()) {
            return;
        }
        boolean isTold = false;
        for (Map.Entry<String, Words> entry : all.entrySet()) {
            boolean kept = entry.getValue().all().stream()
                    .anyMatch(said -> said.report().outcome().isFinal() && said.kept());
            isTold |= kept;
            if (!kept) {
                complain(7, "its final report is nowhere", driver, run, entry.getKey() + " " + entry.getValue());
            }
        }
        if (!isTold && (run.how() == ChaosRun.How.DRAINED || run.how() == ChaosRun.How.CUT)) {
            complain(7, "it was stopped and says nothing", driver, run, all);
        }
    }

    /**
     * Looks for what drivers that are there have not heard, though a run was meant that was there, and the server has not
     * forgotten it; or has, and the driver knows nothing of that. And for what was heard, and not done.
     *
     * @return who did not hear, for now
     */
    List<String> missed() {
        List<String> missed = new ArrayList<>();
        excused = 0;
        for (ChaosDriver driver : story.drivers()) {
            if (!driver.isThere()) {
                continue;
            }
            Map<String, Map<String, Words>> byRun = words(driver);
            for (ChaosRun run : driver.runs()) {
                Map<String, Words> words = byRun.getOrDefault(run.info().id(), Map.of());
                for (Sent signal : story.sent().values()) {
                    if (isExpected(driver, run, signal) && !words.containsKey(signal.id())) {
                        miss(driver, run, signal, missed);
                    }
                }
            }
        }
        return missed;
    }

    private void miss(ChaosDriver driver, ChaosRun run, Sent signal, List<String> missed) {
        Instant heard = driver.diary().heardAt(signal.id());
        String who = run + " of " + driver.id() + "; " + signal;
        if (heard.isBefore(Moments.NEVER)) {
            // Whoever has ended before it could be obeyed need not speak of it.
            if (run.lives()) {
                missed.add("promise 2, it heard and did nothing: " + who + ", heard " + heard);
            }
        } else if (!story.mayBeLost(signal.from())) {
            missed.add("promise 2, it never heard: " + who);
        } else if (couldNotKnow(driver, signal) || driver.diary().knowsOfLossSince(signal.from())) {
            excused++;
        } else {
            missed.add("promise 2, it was lost, and its driver knows nothing of that: " + who);
        }
    }

    /** Of what left no trace, or was gone before the driver had ever reached the server. */
    private boolean couldNotKnow(ChaosDriver driver, Sent signal) {
        return story.mayBeLostSilently(signal.from(), driver.diary())
                || driver.diary().contact().isAfter(signal.from());
    }

    private boolean isExpected(ChaosDriver driver, ChaosRun run, Sent signal) {
        return signal.isProper()
                && signal.isKept(driver.way())
                && signal.means(run)
                && run.listening().isBefore(signal.from())
                && run.over().isAfter(signal.to(driver.way()))
                && (story.keepsForStrangers() || driver.diary().contact().isBefore(signal.from()));
    }

    /** What these drivers said was kept is there, among these ids, for whoever looks for it afterwards. */
    void found(Set<String> ids, List<ChaosDriver> drivers) {
        drivers.stream()
                .flatMap(driver -> driver.diary().said().stream())
                .filter(said -> said.kept()
                        && said.report().outcome().isFinal()
                        && !story.mayBeLost(said.at())
                        && !ids.contains(said.report().id()))
                .forEach(said -> complaints.add("promise 7, kept, and not there: " + said));
    }

    /** Those who may not are told so, where anybody heard them. */
    private void refusals() {
        boolean heard = story.sent().values().stream()
                .filter(signal -> !signal.isProper())
                .anyMatch(signal -> story.drivers().stream()
                        .anyMatch(driver -> driver.runs().stream()
                                .anyMatch(run -> run.over()
                                                .isAfter(driver.diary()
                                                        .heardAt(signal.id())
                                                        .plus(SOON))
                                        && run.listening().isBefore(signal.from()))));
        boolean answered =
                story.drivers().stream().anyMatch(driver -> driver.diary().refusals() > 0);
        if (heard && !answered && story.said().noneMatch(said -> said.report().outcome() == Outcome.REFUSED)) {
            complaints.add("promise 8, signals of others were heard, and none was said to be refused");
        }
    }
}
