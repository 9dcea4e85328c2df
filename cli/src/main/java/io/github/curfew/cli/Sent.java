package io.github.curfew.cli;

import io.github.curfew.client.Publication;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A signal that at least one cluster has.
 *
 * @param signal which
 * @param publications each cluster's word, by the names of the profiles
 * @param failures one sentence for each cluster that did not take it
 * @param expect how many runs have to give their final report at the least
 * @param hearingTime within which whoever is there has answered
 * @param statusHint what to type to see later what became of it
 */
record Sent(
        Signal signal,
        Map<String, Publication> publications,
        List<String> failures,
        int expect,
        Duration hearingTime,
        String statusHint) {
    Sent {
        publications = Collections.unmodifiableMap(new LinkedHashMap<>(publications));
    }

    /** The backends over which it went, each once. */
    Set<String> backends() {
        Set<String> backends = new LinkedHashSet<>();
        publications
                .values()
                .forEach(publication -> backends.addAll(publication.receipts().keySet()));
        return backends;
    }

    /** Such as {@code file}, or {@code redis in eu, kafka in us}. */
    String way() {
        return publications.entrySet().stream()
                .map(each ->
                        names(each.getValue().receipts()) + (publications.size() > 1 ? " in " + each.getKey() : ""))
                .collect(Collectors.joining(", "));
    }

    private static String names(Map<String, Receipt> receipts) {
        return String.join(", ", receipts.keySet());
    }

    /** What is to be told besides, the clusters that it did not reach first. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(failures);
        publications.forEach((profile, publication) -> publication
                .warnings()
                .forEach(warning -> warnings.add(publications.size() > 1 ? profile + ": " + warning : warning)));
        return warnings;
    }
}
