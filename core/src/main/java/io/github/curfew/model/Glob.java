package io.github.curfew.model;

import java.util.List;

/**
 * A value in which {@code *} stands for any text. Compared piece by piece: its cost is bounded by pattern times value,
 * where a regular expression made of hostile stars would not end.
 *
 * @param pieces the literal texts between the stars; one piece alone is a plain value
 */
record Glob(List<String> pieces) {
    Glob {
        pieces = List.copyOf(pieces);
    }

    boolean matches(String value) {
        String head = pieces.get(0);
        if (pieces.size() == 1) {
            return value.equals(head);
        }
        String tail = pieces.get(pieces.size() - 1);
        if (value.length() < head.length() + tail.length() || !value.startsWith(head) || !value.endsWith(tail)) {
            return false;
        }
        int at = head.length();
        int end = value.length() - tail.length();
        for (String piece : pieces.subList(1, pieces.size() - 1)) {
            int found = value.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }

    /** Whether any character of it must be met to the letter. */
    boolean hasLiteral() {
        return pieces.stream().anyMatch(piece -> !piece.isEmpty());
    }

    @Override
    public String toString() {
        return String.join("*", pieces);
    }
}
