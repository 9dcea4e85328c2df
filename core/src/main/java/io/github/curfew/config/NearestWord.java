package io.github.curfew.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which word was meant by one that is wrong. */
public final class NearestWord {
    /** Longer than anything that can be meant: comparing two words takes time by the product of their lengths. */
    private static final int LONGEST = 300;

    private NearestWord() {}

    /**
     * Looks for the word that a few slips of the finger turn into the wrong one.
     *
     * @param wrong what was written
     * @param words what could have been meant
     * @return the nearest of them; empty if a third of the letters, but at least two, would not do, and for a
     *     wrong word of more than 300 letters
     */
    public static Optional<String> to(String wrong, Collection<String> words) {
        if (wrong.length() > LONGEST) {
            return Optional.empty();
        }
        int farthest = Math.max(2, wrong.length() / 3);
        return words.stream()
                // Each letter too many is a slip already.
                .filter(word -> Math.abs(word.length() - wrong.length()) <= farthest)
                .filter(word -> distance(wrong, word) <= farthest)
                .min(Comparator.comparingInt(word -> distance(wrong, word)));
    }

    /** Insertions, deletions, replacements and swaps of two neighbours, each counting one. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[other.length()];
    }
}
