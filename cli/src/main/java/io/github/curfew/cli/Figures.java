package io.github.curfew.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What runs that stand alike have in common.
 *
 * @param word how they stand
 * @param runs how many
 * @param median how long they took; null for those that are not finished
 * @param max the same of the slowest
 * @param slowest which one; null for those that are not finished
 */
record Figures(
        String word,
        int runs,
        @Nullable Duration median,
        @Nullable Duration max,
        @Nullable Member slowest) {
    private static final List<String> ORDER =
            List.of("silent", "received", "draining", "failed", "forced", "overrun", "refused", "lost", "gone");

    /** One for each word, what needs a look first. */
    static List<Figures> of(List<Member> members) {
        Map<String, List<Member>> groups =
                members.stream().collect(Collectors.groupingBy(Member::word, LinkedHashMap::new, Collectors.toList()));
        List<Figures> figures = new ArrayList<>();
        groups.forEach((word, group) -> figures.add(of(word, group)));
        figures.sort(Comparator.comparing((Figures one) -> rank(one.word)).thenComparing(Figures::word));
        return figures;
    }

    /** Of all that are finished, whatever their word. */
    static Figures ofFinished(List<Member> members) {
        return of("", members.stream().filter(Member::isFinal).toList());
    }

    private static Figures of(String word, List<Member> group) {
        List<Member> finished = group.stream()
                .filter(Member::isFinal)
                .sorted(Comparator.comparing(Figures::took))
                .toList();
        if (finished.isEmpty()) {
            return new Figures(word, group.size(), null, null, null);
        }
        Member slowest = finished.get(finished.size() - 1);
        Duration median = took(finished.get((finished.size() - 1) / 2));
        return new Figures(word, group.size(), median, took(slowest), slowest);
    }

    private static Duration took(Member member) {
        return Objects.requireNonNull(member.report()).took();
    }

    /** What needs a look comes first. */
    static int rank(String word) {
        int place = ORDER.indexOf(word);
        return place < 0 ? ORDER.size() : place;
    }

    /** A table of them. */
    static Table table(List<Figures> figures) {
        Table table = new Table("STATE", "RUNS", "MEDIAN", "MAX", "SLOWEST", "LAST BATCH");
        for (Figures one : figures) {
            Member slowest = one.slowest;
            table.row(
                    one.word,
                    String.valueOf(one.runs),
                    one.median == null ? "-" : Lines.length(one.median),
                    one.max == null ? "-" : Lines.length(one.max),
                    slowest == null ? "-" : slowest.name(),
                    slowest == null || slowest.report() == null
                            ? "-"
                            : Lines.batch(slowest.report().lastBatch()));
        }
        return table;
    }
}
