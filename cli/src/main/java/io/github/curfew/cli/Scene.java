package io.github.curfew.cli;

import io.github.curfew.client.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a signal comes along on every cluster to which it was sent.
 *
 * @param parts by the names of the profiles
 * @param several whether rows are told apart by their profiles
 * @param open the profiles of which it is not known yet whether they have it
 * @param members every run that is meant or answered, in the order of their names
 * @param later names of those that began when the signal was sent or after
 * @param troubles one sentence for each backend whose reports cannot be read
 * @param settled whether nothing more is to be waited for
 */
record Scene(
        Map<String, Progress> parts,
        boolean several,
        List<String> open,
        List<Member> members,
        List<String> later,
        List<String> troubles,
        boolean settled) {
    private static final Comparator<Member> BY_NAME = Comparator.comparing(
                    (Member member) -> member.run().displayName(), NaturalOrder.INSTANCE)
            .thenComparing(Member::profile)
            .thenComparing(member -> member.run().id());

    /**
     * Puts the parts together.
     *
     * @param several whether more than one cluster was asked for its part
     * @param open the profiles that have not told theirs yet
     * @param expect how many have to be finished at the least
     */
    static Scene of(Map<String, Progress> parts, boolean several, List<String> open, int expect) {
        List<Member> members = new ArrayList<>();
        List<String> later = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        parts.forEach((profile, progress) -> {
            String label = several ? profile : "";
            progress.runs().forEach(standing -> members.add(new Member(label, standing, "")));
            progress.later().forEach(run -> later.add(Lines.name(label, run)));
            progress.troubles().forEach(trouble -> troubles.add(Lines.about(several, profile, trouble)));
        });
        markDoubles(members);
        members.sort(BY_NAME);
        boolean settled = open.isEmpty()
                && parts.values().stream().allMatch(Progress::settled)
                && members.stream().filter(Member::isFinal).count() >= expect;
        return new Scene(new LinkedHashMap<>(parts), several, open, members, later, troubles, settled);
    }

    private static void markDoubles(List<Member> members) {
        Map<String, Integer> names = new HashMap<>();
        members.forEach(member -> names.merge(member.name(), 1, Integer::sum));
        members.replaceAll(member -> names.getOrDefault(member.name(), 1) > 1 ? member.marked() : member);
    }

    int finished() {
        return (int) members.stream().filter(Member::isFinal).count();
    }

    /** How many stand how. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        members.forEach(member -> counts.merge(member.word(), 1, Integer::sum));
        return counts;
    }

    /** Such as {@code 2 stopped, 1 silent}. */
    String counted() {
        return counts().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
