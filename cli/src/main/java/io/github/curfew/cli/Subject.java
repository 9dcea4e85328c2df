package io.github.curfew.cli;

import io.github.curfew.client.Conclusion;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signal that a view tells of.
 *
 * @param signal what was sent; null where only its id is known
 * @param statusHint what to type to see each run that has answered it
 * @param listHint what to type to see who is there and meant; null where it is not known who is
 */
record Subject(
        @Nullable Signal signal,
        String statusHint,
        @Nullable String listHint) {
    /** Whether there is anything to say of a run beyond that it did what was asked. */
    boolean isNotable(Member member) {
        Report.OfSignal report = member.report();
        if (report == null || !member.isFinal()) {
            return true;
        }
        return signal == null ? !report.outcome().isAsAsked() : !Conclusion.isAsAsked(signal, member.standing());
    }

    /** What needs a look comes first. */
    Comparator<Member> worstFirst() {
        return Comparator.comparing(member -> isNotable(member) ? Figures.rank(member.word()) : Integer.MAX_VALUE);
    }

    /** What to say, after all that is shown, of those that are not, and of those that are silent. */
    List<String> rest(List<Member> members, List<Member> hidden) {
        List<String> lines = new ArrayList<>();
        if (!hidden.isEmpty()) {
            // Who is silent is known only to whoever sent the signal.
            boolean haveAnswered = hidden.stream().allMatch(member -> member.report() != null);
            lines.add("… and " + Lines.count(hidden.size(), "run") + " more: "
                    + (haveAnswered ? "'" + statusHint + "' shows each" : "-o json names each"));
        }
        if (listHint != null
                && members.stream().anyMatch(member -> member.word().equals("silent"))) {
            lines.add("who is silent, and what they do: " + listHint);
        }
        return lines;
    }
}
