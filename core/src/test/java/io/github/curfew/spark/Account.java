package io.github.curfew.spark;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What went into a query and what came out.
 *
 * @param in rows that were given to it
 * @param out rows that its sink wrote
 * @param duplicated rows that were written once too often, each time counted
 * @param lost rows that were never written
 */
record Account(long in, long out, long duplicated, long lost) {
    static Account of(Collection<String> in, Collection<String> out) {
        Map<String, Integer> written = new HashMap<>();
        out.forEach(row -> written.merge(row, 1, Integer::sum));
        long duplicated = written.values().stream().mapToLong(n -> n - 1).sum();
        Set<String> lost = new HashSet<>(in);
        lost.removeAll(written.keySet());
        return new Account(in.size(), out.size(), duplicated, lost.size());
    }
}
