package io.github.curfew.wire;

import io.github.curfew.MalformedException;
import io.github.curfew.model.Action;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short words, the very ones that are typed at the command line: {@code stop orders}, {@code stop team=payments
 * --now}, {@code stop *}. Thread-safe.
 */
public final class Words {
    private static final int LONGEST = 8_192;

    private Words() {}

    /**
     * Reads a line of words.
     *
     * @param line an action, a selector, and options
     * @param id the identity of the message that carried them, since words have none of their own
     * @return the signal
     * @throws MalformedException with the cure, if they cannot be read
     */
    public static Signal parse(String line, SignalId id) {
        if (line.length() > LONGEST) {
            throw new MalformedException("a line of " + line.length() + " characters: " + LONGEST + " are the most");
        }
        String text = line.strip();
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new MalformedException("several lines in one message: send one signal a message");
        }
        int space = firstSpace(text);
        Action action = Action.of(space < 0 ? text : text.substring(0, space));
        Deque<String> words = split(space < 0 ? "" : text.substring(space));
        List<String> selector = new ArrayList<>();
        Options options = new Options();
        while (!words.isEmpty()) {
            String word = words.removeFirst();
            if (word.startsWith("--")) {
                options.take(word, words);
            } else {
                selector.add(word);
            }
        }
        if (selector.isEmpty()) {
            throw new MalformedException("nobody is named after " + action.word() + ": write '" + action.word()
                    + " orders', labels such as '" + action.word() + " team=payments', or '" + action.word()
                    + " *' for everyone");
        }
        return new Signal(id, action, selector(selector), options.terms(), null);
    }

    /**
     * Writes a signal as words.
     *
     * @param signal any
     * @return the words that say the same, but for its identity and time
     */
    public static String text(Signal signal) {
        Terms terms = signal.terms();
        StringBuilder text =
                new StringBuilder(signal.action().word()).append(' ').append(signal.selector());
        if (terms.mode() == Mode.NOW) {
            text.append(" --now");
        }
        if (terms.deadline() != null) {
            text.append(" --deadline ").append(terms.deadline());
        }
        if (terms.onTimeout() != null) {
            text.append(" --on-timeout ").append(terms.onTimeout().word());
        }
        if (terms.expiry() != null) {
            text.append(" --expiry ").append(terms.expiry());
        }
        if (!terms.reason().isEmpty()) {
            text.append(" --reason \"")
                    .append(terms.reason().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return text.toString();
    }

    private static Selector selector(List<String> words) {
        // 'region in (eu, us)' is one selector in several words; 'orders payments' is two, and one of them is a
        // mistake.
        String joined = String.join(" ", words);
        if (words.size() > 1 && joined.indexOf('=') < 0 && joined.indexOf('(') < 0) {
            throw new MalformedException("two names, " + Quoted.text(words.get(0)) + " and " + Quoted.text(words.get(1))
                    + ": a signal has one selector; write 'query.name in (a,b)' for several, and quotes around a name"
                    + " with a space");
        }
        return Selector.parse(joined);
    }

    private static int firstSpace(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at;
            }
        }
        return -1;
    }

    /** Splits at white space outside of quotes; quotes stay, since the selector's grammar reads them too. */
    private static Deque<String> split(String text) {
        Deque<String> words = new ArrayDeque<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && quoted && at + 1 < text.length()) {
                word.append(c).append(text.charAt(++at));
                continue;
            }
            quoted = c == '"' ? !quoted : quoted;
            if (Character.isWhitespace(c) && !quoted) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (quoted) {
            throw new MalformedException("the double quote is never closed: close it");
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /** What follows the selector. */
    private static final class Options {
        private Mode mode = Mode.GRACEFUL;
        private @Nullable Duration deadline;
        private @Nullable OnTimeout onTimeout;
        private @Nullable Duration expiry;
        private String reason = "";

        void take(String word, Deque<String> rest) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (name.equals("--now") && equals < 0) {
                mode = Mode.NOW;
                return;
            }
            if (!List.of("--deadline", "--on-timeout", "--expiry", "--reason").contains(name)) {
                throw new MalformedException("unknown option " + Quoted.text(word)
                        + ": there are --now, --deadline, --on-timeout, --expiry and --reason");
            }
            String value = equals < 0 ? rest.pollFirst() : word.substring(equals + 1);
            if (value == null || value.isEmpty()) {
                throw new MalformedException(name + " has no value: write it behind, as in " + name + " "
                        + (name.equals("--reason") ? "\"deploy 42\"" : name.equals("--on-timeout") ? "force" : "2m"));
            }
            switch (name) {
                case "--deadline" -> deadline = Durations.parse(unquoted(value));
                case "--expiry" -> expiry = Durations.parse(unquoted(value));
                case "--on-timeout" -> onTimeout = OnTimeout.of(unquoted(value));
                default -> reason = unquoted(value);
            }
        }

        Terms terms() {
            return new Terms(mode, deadline, onTimeout, expiry, reason, null);
        }

        private static String unquoted(String value) {
            StringBuilder text = new StringBuilder();
            for (int at = 0; at < value.length(); at++) {
                char c = value.charAt(at);
                if (c == '\\' && at + 1 < value.length()) {
                    text.append(value.charAt(++at));
                } else if (c != '"') {
                    text.append(c);
                }
            }
            return text.toString();
        }
    }
}
