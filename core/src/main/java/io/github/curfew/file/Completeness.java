package io.github.curfew.file;

/**
 * Tells a message from one that is still being written, without reading it for its sense: JSON is whole when its last
 * brace closes its first, words when their line is ended.
 */
final class Completeness {
    private Completeness() {}

    static boolean isWhole(byte[] content) {
        int end = content.length;
        while (end > 0 && isSpace(content[end - 1])) {
            end--;
        }
        int start = 0;
        while (start < end && isSpace(content[start])) {
            start++;
        }
        if (start == end) {
            return false;
        }
        if (content[start] == '{') {
            return content[end - 1] == '}' && closes(content, start, end);
        }
        return content[content.length - 1] == '\n';
    }

    /** A cut behind an inner brace, as in {"data":{"selector":"x"}, is no end. */
    private static boolean closes(byte[] content, int start, int end) {
        int depth = 0;
        boolean quoted = false;
        for (int at = start; at < end; at++) {
            switch (content[at]) {
                case '\\' -> at += quoted ? 1 : 0;
                case '"' -> quoted = !quoted;
                case '{' -> depth += quoted ? 0 : 1;
                case '}' -> depth -= quoted ? 0 : 1;
                default -> {}
            }
        }
        return !quoted && depth <= 0;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
