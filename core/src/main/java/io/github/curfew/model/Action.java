package io.github.curfew.model;

import io.github.curfew.MalformedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a signal asks for. */
public enum Action {
    /** Drain, then end. */
    STOP,
    /** Drain, act, start again; for a managed lifecycle. */
    RESTART,
    /** Drain and wait for a {@link #RESUME}; for a managed lifecycle. */
    PAUSE,
    /** Go on after a {@link #PAUSE}. */
    RESUME,
    /** Nothing but an answer: every matched driver says which runs it has. */
    PING;

    /**
     * The word for it on the wire and at the command line.
     *
     * @return the name in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a word.
     *
     * @param word what {@link #word()} writes, in any case
     * @return the action
     * @throws MalformedException if there is no such action
     */
    public static Action of(String word) {
        for (Action action : values()) {
            if (action.word().equalsIgnoreCase(word)) {
                return action;
            }
        }
        throw new MalformedException(
                "unknown action " + Quoted.text(word) + ": write one of " + words() + ", as in 'stop orders'");
    }

    private static String words() {
        return Arrays.stream(values()).map(Action::word).collect(Collectors.joining(", "));
    }
}
