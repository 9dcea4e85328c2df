package io.github.curfew.model;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Selector.All;
import io.github.curfew.model.Selector.Bare;
import io.github.curfew.model.Selector.Term;
import java.util.ArrayList;
import java.util.List;

/** Reads a selector from left to right, in one pass, and says where it goes wrong. */
final class SelectorParser {
    private static final int LONGEST = 4_096;
    private static final int MOST_TERMS = 64;
    private static final int MOST_VALUES = 256;

    private final String text;
    private int at;

    SelectorParser(String text) {
        this.text = text.strip();
    }

    Selector parse() {
        if (text.isEmpty()) {
            throw new MalformedException("the selector is empty: write a query's name, labels such as team=payments,"
                    + " or * for everyone");
        }
        if (text.length() > LONGEST) {
            throw new MalformedException(
                    "the selector has " + text.length() + " characters: " + LONGEST + " are the most");
        }
        if (text.equals("*")) {
            return Selector.EVERYONE;
        }
        Value first = value("a name or a label");
        skipSpaces();
        if (at == text.length()) {
            return bare(first);
        }
        List<Term> terms = new ArrayList<>();
        terms.add(term(first));
        while (at < text.length()) {
            expect(',', "between two terms");
            if (terms.size() == MOST_TERMS) {
                throw problem("more than " + MOST_TERMS + " terms", "select by fewer labels");
            }
            skipSpaces();
            Value label = value("a label after the comma");
            skipSpaces();
            if (at == text.length() || text.charAt(at) == ',') {
                throw problem(
                        Quoted.text(label.glob.toString()) + " has no value",
                        "write label=value; a bare name stands alone");
            }
            terms.add(term(label));
        }
        return new Selector(text, new All(List.copyOf(terms)));
    }

    private Selector bare(Value word) {
        if (!word.quoted && word.glob.pieces().size() > 1) {
            throw problem(
                    "a bare word is exact, never a glob",
                    "write query.name=" + Quoted.plain(text) + ", or " + Quoted.text(text)
                            + " in quotes if that is its name");
        }
        return new Selector(text, new Bare(word.glob.toString()));
    }

    private Term term(Value label) {
        String name = label.glob.toString();
        if (label.quoted || !isLabelName(name)) {
            throw problem(Quoted.text(name) + " is no label's name", "write label=value, such as team=payments");
        }
        if (accept("!=")) {
            return new Term(name, true, List.of(labelValue(name)));
        }
        if (accept("==") || accept("=")) {
            return new Term(name, false, List.of(labelValue(name)));
        }
        if (at + 2 <= text.length() && text.startsWith("in", at) && isInKeyword()) {
            at += 2;
            return new Term(name, false, values(name));
        }
        throw problem("nothing readable follows " + Quoted.text(name), "write =, != or in (a,b) after the label");
    }

    private boolean isInKeyword() {
        int after = at + 2;
        return after < text.length() && (text.charAt(after) == '(' || Character.isWhitespace(text.charAt(after)));
    }

    private Glob labelValue(String label) {
        skipSpaces();
        Glob value = value("a value for " + label).glob;
        skipSpaces();
        return value;
    }

    private List<Glob> values(String label) {
        skipSpaces();
        expect('(', "after in");
        List<Glob> values = new ArrayList<>();
        do {
            if (values.size() == MOST_VALUES) {
                throw problem("more than " + MOST_VALUES + " values for " + label, "use a glob, or a label");
            }
            values.add(labelValue(label));
        } while (accept(","));
        expect(')', "after the values of " + label);
        skipSpaces();
        return List.copyOf(values);
    }

    /** A word, or a text in double quotes. */
    private Value value(String what) {
        if (at < text.length() && text.charAt(at) == '"') {
            return new Value(new Glob(List.of(quoted())), true);
        }
        List<String> pieces = new ArrayList<>();
        int from = at;
        int piece = at;
        while (at < text.length() && isPlain(text.charAt(at))) {
            if (text.charAt(at) == '*') {
                pieces.add(text.substring(piece, at));
                piece = at + 1;
            }
            at++;
        }
        if (at == from) {
            throw problem(what + " is missing", "write it, in double quotes if it has odd characters");
        }
        pieces.add(text.substring(piece, at));
        return new Value(new Glob(pieces), false);
    }

    private String quoted() {
        int from = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        if (at >= text.length()) {
            at = from;
            throw problem("the double quote is never closed", "close it");
        }
        at++;
        if (value.isEmpty()) {
            throw problem("an empty name in quotes", "write a name or a value between the quotes");
        }
        return value.toString();
    }

    private boolean accept(String token) {
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private void expect(char token, String where) {
        if (at >= text.length() || text.charAt(at) != token) {
            throw problem("'" + token + "' is missing " + where, "write label=value,label in (a,b)");
        }
        at++;
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private MalformedException problem(String what, String cure) {
        return new MalformedException("cannot read the selector " + Quoted.text(text) + " at character " + (at + 1)
                + ": " + what + "; " + cure);
    }

    private static boolean isPlain(char c) {
        return !Character.isWhitespace(c) && !Character.isISOControl(c) && ",()\"=!".indexOf(c) < 0;
    }

    private static boolean isLabelName(String name) {
        return name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "._/-".indexOf(c) >= 0));
    }

    /** Writes a value so that it is read back as it is. */
    static String quoteIfOdd(String value) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c != '*' && c != '\\' && isPlain((char) c))) {
            return value;
        }
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private record Value(Glob glob, boolean quoted) {}
}
