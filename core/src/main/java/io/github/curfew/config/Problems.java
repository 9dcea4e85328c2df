package io.github.curfew.config;

import io.github.curfew.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong, gathered so that it can be told at once. */
final class Problems {
    private final List<String> sentences = new ArrayList<>();

    void add(String sentence) {
        sentences.add(sentence);
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }

    void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new ConfigurationException(sentences);
        }
    }
}
