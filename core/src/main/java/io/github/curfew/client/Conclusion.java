package io.github.curfew.client;

import io.github.curfew.client.Standing.Presence;
import io.github.curfew.model.Signal;
import java.util.List;

/** What it comes to when nothing more is waited for. */
public enum Conclusion {
    /** Every run that is meant and there has given its final report, as many as were expected, and all as was asked. */
    AS_ASKED,
    /** The same, but at least one was forced, overran its deadline, failed or refused. */
    NOT_AS_ASKED,
    /** Nobody who is there is meant. */
    NOBODY,
    /** Time ran out: somebody is silent, or has not given a final report, or fewer answered than were expected. */
    TIME_OVER,
    /** Not all reports could be read, and nobody answered, or somebody seems lost: what became of it cannot be told. */
    UNKNOWN;

    /**
     * Concludes.
     *
     * @param signal what was published
     * @param progress what has become of it, in the end
     * @return what that comes to
     */
    public static Conclusion of(Signal signal, Progress progress) {
        List<Standing> runs = progress.runs();
        if (!progress.settled()) {
            return runs.isEmpty() && !progress.troubles().isEmpty() ? UNKNOWN : TIME_OVER;
        }
        if (runs.stream().noneMatch(Standing::isFinal)) {
            // Whoever listens where reports cannot be read may have obeyed.
            return progress.troubles().isEmpty() ? NOBODY : UNKNOWN;
        }
        if (!progress.troubles().isEmpty() && !silent(progress).isEmpty()) {
            // Whoever cannot hear takes everybody for lost after two beats.
            return UNKNOWN;
        }
        return runs.stream().filter(Standing::isFinal).allMatch(standing -> isAsAsked(signal, standing))
                ? AS_ASKED
                : NOT_AS_ASKED;
    }

    /**
     * Tells whether a run did what was asked.
     *
     * @param signal what was published
     * @param standing how the run stands to it
     * @return whether what it said last is as asked; a cut is, if the signal wanted one. False while it is silent
     */
    public static boolean isAsAsked(Signal signal, Standing standing) {
        return standing.report() != null
                && standing.report().outcome().isAsAsked(signal.terms().mode());
    }

    /**
     * Tells who is not waited for, though it may run on.
     *
     * @param progress what has become of the signal
     * @return those that are lost and have not answered
     */
    public static List<Standing> silent(Progress progress) {
        return progress.runs().stream()
                .filter(standing -> standing.presence() == Presence.LOST && standing.report() == null)
                .toList();
    }

    /**
     * Tells whom a wait that ran out of time was waiting for.
     *
     * @param progress what had become of the signal then
     * @return those that are there, or have answered before they were lost, and have not given a final report
     */
    public static List<Standing> open(Progress progress) {
        return progress.runs().stream()
                .filter(standing -> !standing.isFinal())
                .filter(standing -> standing.presence() == Presence.HERE
                        || (standing.presence() == Presence.LOST && standing.report() != null))
                .toList();
    }
}
