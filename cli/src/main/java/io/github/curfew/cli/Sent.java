package io.github.curfew.cli;

import io.github.curfew.client.Publication;
import io.github.curfew.model.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A signal that at least one cluster has.
 *
 * @param signal which
 * @param several whether it is for more than one cluster
 * @param publications each cluster's word, by the names of the profiles
 * @param failures one sentence for each cluster that did not take it
 * @param expect how many runs have to give their final report at the least
 * @param hearingTime within which whoever is there has answered
 * @param patience how long it makes sense to wait for the final reports
 * @param statusHint what to type to see later what became of it
 */
record Sent(
        Signal signal,
        boolean several,
        Map<String, Publication> publications,
        List<String> failures,
        int expect,
        Duration hearingTime,
        Duration patience,
        String statusHint) {
    Sent {
        publications = Collections.unmodifiableMap(new LinkedHashMap<>(publications));
    }

    /** The backends over which it went, each once. */
    Set<String> backends() {
        Set<String> backends = new LinkedHashSet<>();
        publications.values().forEach(publication -> backends.addAll(backends(publication)));
        return backends;
    }

    /** The backends over which it went to one cluster. */
    static Set<String> backends(Publication publication) {
        return publication.receipts().keySet();
    }

    /** Such as {@code file}, or {@code redis in eu, kafka in us}. */
    String way() {
        return publications.entrySet().stream()
                .map(each -> String.join(", ", backends(each.getValue())) + (several ? " in " + each.getKey() : ""))
                .collect(Collectors.joining(", "));
    }

    /** The name by which what is of a cluster is told apart; empty where there is but one. */
    String label(String profile) {
        return several ? profile : "";
    }

    /** What is to be told besides, the clusters that it did not reach first. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(failures);
        publications.keySet().forEach(profile -> warnings.addAll(warnings(profile)));
        return warnings;
    }

    /** What is to be told besides of one cluster that took it. */
    List<String> warnings(String profile) {
        return Objects.requireNonNull(publications.get(profile)).warnings().stream()
                .map(warning -> Lines.about(several, profile, warning))
                .toList();
    }
}
