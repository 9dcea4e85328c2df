package io.github.curfew;

import io.github.curfew.model.Quoted;
import java.util.List;

/** Settings that are missing or wrong: thrown at start-up, with every problem named at once. */
public final class ConfigurationException extends CurfewException {
    private static final long serialVersionUID = 1L;

    /** One sentence each. */
    private final List<String> problems;

    /**
     * Gathers the problems into one message, a line each.
     *
     * @param problems one sentence each; not empty
     */
    public ConfigurationException(List<String> problems) {
        super(String.join("\n", shown(problems)));
        this.problems = shown(problems);
    }

    /** Names and values come from files and environments, and whoever wrote those may not be who reads the log. */
    private static List<String> shown(List<String> problems) {
        return problems.stream().map(Quoted::sentence).toList();
    }

    /**
     * Makes an exception of a single problem.
     *
     * @param problem one sentence
     */
    public ConfigurationException(String problem) {
        this(List.of(problem));
    }

    /**
     * Tells what is wrong.
     *
     * @return one sentence for each problem, in the order in which they were found
     */
    public List<String> problems() {
        return problems;
    }
}
