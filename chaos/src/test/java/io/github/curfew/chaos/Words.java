package io.github.curfew.chaos;

import io.github.curfew.model.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was said of one signal for one run, by the reports' own ids: one is sent again until it is kept. */
final class Words {
    private final Map<Outcome, Set<String>> ids = new HashMap<>();
    private final List<Said> all = new ArrayList<>();

    void add(Said said) {
        ids.computeIfAbsent(said.report().outcome(), unused -> new HashSet<>())
                .add(said.report().id());
        all.add(said);
    }

    List<Said> all() {
        return all;
    }

    boolean has(Outcome outcome) {
        return ids.containsKey(outcome);
    }

    int count(Outcome outcome) {
        return ids.getOrDefault(outcome, Set.of()).size();
    }

    int finals() {
        return ids.keySet().stream()
                .filter(Outcome::isFinal)
                .mapToInt(this::count)
                .sum();
    }

    boolean isOnlyRefused() {
        return has(Outcome.REFUSED) && ids.size() == 1;
    }

    @Override
    public String toString() {
        return ids.toString();
    }
}
