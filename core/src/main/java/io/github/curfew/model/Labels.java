package io.github.curfew.model;

import io.github.curfew.MalformedException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run is called: names with values, by which a {@link Selector} finds it.
 *
 * @param asMap the labels in the order of their names; not modifiable
 */
public record Labels(SortedMap<String, String> asMap) {
    /** Labels that Curfew gives; a user's own cannot have these names. */
    public static final String QUERY_ID = "query.id";

    /** The query's name, if it has one. */
    public static final String QUERY_NAME = "query.name";

    /** The run's own id. */
    public static final String RUN_ID = "run.id";

    /** The Spark application's id. */
    public static final String APP_ID = "app.id";

    /** The Spark application's name. */
    public static final String APP_NAME = "app.name";

    /** Who runs the application. */
    public static final String USER = "user";

    /** {@code structured}, {@code dstream} or {@code lifecycle}. */
    public static final String KIND = "kind";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
    private static final int LONGEST_VALUE = 1_024;

    /**
     * Copies the labels, so that they stay as they are.
     *
     * @param asMap see {@link #asMap()}
     */
    public Labels {
        asMap = Collections.unmodifiableSortedMap(new TreeMap<>(asMap));
    }

    /**
     * Makes labels of a map.
     *
     * @param labels names and values
     * @return the same, sorted and immutable
     */
    public static Labels of(Map<String, String> labels) {
        return new Labels(new TreeMap<>(labels));
    }

    /**
     * Says what one label holds.
     *
     * @param name a label's name
     * @return its value, or null where there is no such label
     */
    public @Nullable String get(String name) {
        return asMap.get(name);
    }

    /**
     * Adds labels to these; where both have one, the other's value is kept.
     *
     * @param others labels to add
     * @return all of them
     */
    public Labels with(Map<String, String> others) {
        TreeMap<String, String> all = new TreeMap<>(asMap);
        all.putAll(others);
        return new Labels(all);
    }

    /**
     * Checks a label that somebody set.
     *
     * @param name its name
     * @param value its value
     * @throws MalformedException if the name or the value cannot be a label's, or the name is one that Curfew gives
     */
    public static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new MalformedException("the label name " + Quoted.text(name)
                    + " cannot be used: write letters, digits, '.', '_', '-' and '/', at most 128 of them");
        }
        if (isGiven(name)) {
            throw new MalformedException(
                    "the label " + Quoted.text(name) + " is given by Curfew itself: choose another name for your own");
        }
        if (value.isEmpty() || value.length() > LONGEST_VALUE) {
            throw new MalformedException("the label " + Quoted.text(name) + " needs a value of 1 to " + LONGEST_VALUE
                    + " characters; it has " + value.length());
        }
    }

    /**
     * Whether a label is one of those that Curfew gives.
     *
     * @param name a label's name
     * @return false for a user's own
     */
    public static boolean isGiven(String name) {
        return switch (name) {
            case QUERY_ID, QUERY_NAME, RUN_ID, APP_ID, APP_NAME, USER, KIND -> true;
            default -> false;
        };
    }
}
