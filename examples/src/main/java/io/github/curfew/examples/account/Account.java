package io.github.curfew.examples.account;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What went into a stream and what came out.
 *
 * @param in rows that were given to it
 * @param out rows that it wrote
 * @param duplicated rows that were written once too often, each time counted
 * @param lost rows that were given and never written
 */
public record Account(long in, long out, long duplicated, long lost) {
    /**
     * Compares.
     *
     * @param in the rows that were given, each once
     * @param out the rows that were written
     * @return the account
     */
    public static Account of(Collection<String> in, Collection<String> out) {
        Map<String, Integer> written = new HashMap<>();
        out.forEach(row -> written.merge(row, 1, Integer::sum));
        long duplicated =
                written.values().stream().mapToLong(times -> times - 1L).sum();
        Set<String> lost = new HashSet<>(in);
        lost.removeAll(written.keySet());
        return new Account(in.size(), out.size(), duplicated, lost.size());
    }

    /**
     * Whether every row that went in came out once.
     *
     * @return false if one was duplicated or lost
     */
    public boolean isClean() {
        return duplicated == 0 && lost == 0 && in == out;
    }
}
