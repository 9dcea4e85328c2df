package io.github.curfew.engine;

import java.util.ArrayList;
import java.util.List;

/** What an oracle has to say against a history. */
final class Complaints {
    private final List<String> all = new ArrayList<>();

    List<String> all() {
        return all;
    }

    void add(String sentence) {
        all.add(sentence);
    }

    /** One that is about a signal and a run. */
    void add(String promise, SimRun run, String key, String what) {
        add(promise + ": " + key + " for " + run.info.id() + " (" + run.temper + "): " + what);
    }
}
