package io.github.curfew.examples.quickstart;

import java.util.ArrayList;
import java.util.List;

/** A command line that grows. */
final class Command {
    private final List<String> words = new ArrayList<>();

    Command add(String... more) {
        return addAll(List.of(more));
    }

    Command addAll(List<String> more) {
        words.addAll(more);
        return this;
    }

    Command conf(String key, String value) {
        return add("--conf", key + "=" + value);
    }

    List<String> words() {
        return List.copyOf(words);
    }
}
