package io.github.curfew.model;

import io.github.curfew.MalformedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is meant, by labels, as in Kubernetes. One grammar everywhere:
 *
 * <ul>
 *   <li>{@code app.name=orders,team!=payments,region in (eu,us)}: all terms must hold; {@code !=} also matches runs
 *       without the label; {@code *} in a value stands for any text; odd values stand in double quotes, where {@code *}
 *       is a plain character;
 *   <li>{@code orders}: a bare word stands alone and is exactly a query's name or id, a run's id, or an application's
 *       name or id;
 *   <li>{@code *}: everyone.
 * </ul>
 */
public final class Selector {
    /** Everyone. */
    public static final Selector EVERYONE = new Selector("*", new Everyone());

    private static final List<String> BARE =
            List.of(Labels.QUERY_NAME, Labels.QUERY_ID, Labels.RUN_ID, Labels.APP_NAME, Labels.APP_ID);

    private final String text;
    private final Target target;

    Selector(String text, Target target) {
        this.text = text;
        this.target = target;
    }

    /**
     * Reads a selector.
     *
     * @param text in the grammar above
     * @return the selector
     * @throws MalformedException with the place and the cure, if it is anything else
     */
    public static Selector parse(String text) {
        return new SelectorParser(text).parse();
    }

    /**
     * Means exactly one name, whatever characters it has.
     *
     * @param name a query's name or id, a run's id, or an application's name or id
     * @return the selector
     */
    public static Selector named(String name) {
        return new Selector(SelectorParser.quoteIfOdd(name), new Bare(name));
    }

    /**
     * Looks for the run's labels in this selector.
     *
     * @param labels a run's
     * @return the first label by which it matched, such as {@code query.name=orders}, {@code *} for everyone; null if
     *     the run is not meant
     */
    public @Nullable String match(Labels labels) {
        return target.match(labels);
    }

    /**
     * Whether it means everyone because the sender wrote so.
     *
     * @return true for {@code *} alone
     */
    public boolean isEveryone() {
        return target instanceof Everyone;
    }

    /**
     * Whether something in it must be met to the letter. Selectors without such a literal ({@code *},
     * {@code app.name=*}, {@code team!=x}) reach further than their writer may think.
     *
     * @return true if a bare word, or an {@code =} or {@code in} with more than globs, is part of it
     */
    public boolean hasPositiveLiteral() {
        return target.hasPositiveLiteral();
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Selector selector && text.equals(selector.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Somebody who can be meant. */
    sealed interface Target {
        @Nullable String match(Labels labels);

        boolean hasPositiveLiteral();
    }

    private record Everyone() implements Target {
        @Override
        public String match(Labels labels) {
            return "*";
        }

        @Override
        public boolean hasPositiveLiteral() {
            return false;
        }
    }

    record Bare(String name) implements Target {
        @Override
        public @Nullable String match(Labels labels) {
            for (String label : BARE) {
                if (name.equals(labels.get(label))) {
                    return label + "=" + name;
                }
            }
            return null;
        }

        @Override
        public boolean hasPositiveLiteral() {
            return true;
        }
    }

    record All(List<Term> terms) implements Target {
        @Override
        public @Nullable String match(Labels labels) {
            String first = null;
            for (Term term : terms) {
                String matched = term.match(labels.asMap());
                if (matched == null) {
                    return null;
                }
                first = first == null ? matched : first;
            }
            return first;
        }

        @Override
        public boolean hasPositiveLiteral() {
            return terms.stream().anyMatch(Term::isPositiveLiteral);
        }
    }

    /**
     * One condition on one label.
     *
     * @param label its name
     * @param negated for {@code !=}
     * @param values any of which will do
     */
    record Term(String label, boolean negated, List<Glob> values) {
        @Nullable String match(Map<String, String> labels) {
            String value = labels.get(label);
            boolean has = value != null && values.stream().anyMatch(glob -> glob.matches(value));
            if (negated) {
                return has ? null : label + "!=" + values.get(0);
            }
            return has ? label + "=" + value : null;
        }

        boolean isPositiveLiteral() {
            return !negated && values.stream().allMatch(Glob::hasLiteral);
        }
    }
}
