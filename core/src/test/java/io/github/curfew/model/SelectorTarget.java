package io.github.curfew.model;

import io.github.curfew.MalformedException;
import io.github.curfew.hostile.Guard;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Selectors, and the labels on which they are tried. */
public final class SelectorTarget {
    private static final String LONG = "a".repeat(1_000) + "b";
    private static final Labels LABELS =
            Labels.of(Map.of("a", LONG, "team", "payments", Labels.QUERY_NAME, "orders", Labels.APP_NAME, LONG));

    private SelectorTarget() {}

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Guard.read(MalformedException.class::isInstance, () -> {
            Selector selector = Selector.parse(text);
            if (selector.isEveryone() != text.strip().equals("*")) {
                throw new AssertionError("everyone is meant by what does not say so: " + text);
            }
            String matched = selector.match(LABELS);
            if (matched != null && matched.isEmpty()) {
                throw new AssertionError("matched by nothing");
            }
            boolean unused = selector.hasPositiveLiteral();
            Selector again = Selector.parse(selector.toString());
            if (!again.equals(selector)) {
                throw new AssertionError(selector + " is read back as " + again);
            }
        });
        Guard.read(MalformedException.class::isInstance, () -> {
            Selector named = Selector.named(text);
            if (!text.isBlank() && !Selector.parse(named.toString()).equals(named)) {
                throw new AssertionError("a name that is not read back: " + text);
            }
            Labels.check(text, text);
        });
        Guard.read(MalformedException.class::isInstance, () -> Guard.sentence(Durations.text(Durations.parse(text))));
    }
}
