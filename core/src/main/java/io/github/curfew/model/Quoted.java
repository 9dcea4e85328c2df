package io.github.curfew.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Puts somebody else's text into a sentence of ours: quoted, cut to a readable length, and without control characters,
 * so that what arrives from outside cannot forge a log line or a terminal's colours.
 */
public final class Quoted {
    private static final int LONGEST = 120;
    private static final int LONGEST_SENTENCE = 2_000;
    private static final Pattern BREAKS = Pattern.compile("[ \\t]*[\\r\\n]\\s*+");

    private Quoted() {}

    /**
     * Quotes a text.
     *
     * @param text anything, of any length
     * @return the text in double quotes, on one line, at most some 120 characters of it
     */
    public static String text(String text) {
        return '"' + plain(text) + '"';
    }

    /**
     * The same without the quotes.
     *
     * @param text anything, of any length
     * @return the text on one line, at most some 120 characters of it
     */
    public static String plain(String text) {
        return plain(text, LONGEST);
    }

    /**
     * A sentence that came from outside, such as a report's detail: what is to be done stands at its end.
     *
     * @param text anything, of any length and any number of lines
     * @return the text on one line, at most some 2,000 characters of it
     */
    public static String sentence(String text) {
        return plain(BREAKS.matcher(text).replaceAll(" "), LONGEST_SENTENCE);
    }

    /**
     * JSON that can be shown: JSON itself allows a terminal's commands, turned writing and line breaks of Unicode inside
     * its texts.
     *
     * @param json anything that a JSON generator wrote
     * @return JSON that means the same, with all such characters escaped
     */
    public static String json(String json) {
        StringBuilder safe = new StringBuilder(json.length());
        for (int at = 0; at < json.length(); ) {
            int point = json.codePointAt(at);
            int end = at + Character.charCount(point);
            // Inside a text a generator escapes a line break; outside, it is white space.
            if (isPrintable(point) || point == '\n') {
                safe.append(json, at, end);
            } else {
                json.substring(at, end).chars().forEach(c -> safe.append(String.format(Locale.ROOT, "\\u%04x", c)));
            }
            at = end;
        }
        return safe.toString();
    }

    private static String plain(String text, int longest) {
        StringBuilder safe = new StringBuilder();
        int shown = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (++shown > longest) {
                return safe.append('…').toString();
            }
            safe.appendCodePoint(isPrintable(point) ? point : '\uFFFD');
        }
        return safe.toString();
    }

    private static boolean isPrintable(int point) {
        if (point >= ' ' && point < 127) {
            return true;
        }
        return switch (Character.getType(point)) {
            // Format characters too: a right-to-left override turns a sentence around.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
