package io.github.curfew.engine;

import io.github.curfew.engine.Hold.Decision;
import io.github.curfew.engine.Hold.Verdict;
import io.github.curfew.model.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a held run when its predecessor does not answer, or the broker is out of reach. Not thread-safe. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final TakeoverTerms terms;
    private boolean over;

    Patience(TakeoverTerms terms) {
        this.terms = terms;
    }

    /**
     * Looks at the time.
     *
     * @param waited since it asked; since it is held, where it could not ask
     * @return what it has to do now, or null if it waits on
     */
    @Nullable Decision look(Hold hold, Duration waited) {
        if (waited.compareTo(terms.patience()) < 0) {
            return null;
        }
        String name = hold.info.displayName();
        String sentence = hold.why + ", and " + Durations.text(terms.patience()) + " have passed";
        return switch (terms.onSilence()) {
            case HOLD -> {
                if (!over) {
                    over = true;
                    LOG.warn(
                            "{} is still held: {}; if that one is surely gone, 'curfew resume {}' lets this one go on",
                            name,
                            sentence,
                            "run.id=" + hold.info.id());
                }
                yield null;
            }
            case GIVE_UP ->
                new Decision(
                        Verdict.GIVE_UP,
                        sentence + ": start it again when nobody else has its checkpoint, or set"
                                + " curfew.takeover.on-timeout to hold");
            case GO_ON -> {
                LOG.warn("{} goes on blindly, as curfew.takeover.on-timeout says: {}", name, sentence);
                yield new Decision(Verdict.GO, "it goes on blindly: " + sentence);
            }
        };
    }
}
