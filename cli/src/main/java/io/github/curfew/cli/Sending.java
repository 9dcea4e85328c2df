package io.github.curfew.cli;

import io.github.curfew.cli.Asked.Answers;
import io.github.curfew.client.Publication;
import io.github.curfew.client.Tracking;
import io.github.curfew.model.Signal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A signal on its way to every cluster, each of which takes it by itself.
 *
 * @param signal which
 * @param unknown one sentence for each cluster of which it was not known before who is meant there
 * @param clusters what becomes of it on each
 * @param expect how many runs have to give their final report at the least
 * @param timeout how long to wait for that; null for as long as makes sense
 * @param statusHint what to type to see later what became of it
 */
record Sending(
        Signal signal,
        List<String> unknown,
        Asked<Tracking> clusters,
        int expect,
        @Nullable Duration timeout,
        String statusHint) {
    /** What is sent by now. */
    Sent soFar() {
        Answers<Tracking> answers = clusters.soFar();
        Map<String, Publication> publications = new LinkedHashMap<>();
        Duration hearing = Duration.ZERO;
        Duration patience = Duration.ZERO;
        for (Map.Entry<String, Tracking> one : answers.given().entrySet()) {
            Tracking tracking = one.getValue();
            publications.put(one.getKey(), tracking.publication());
            hearing = longer(hearing, tracking.hearingTime());
            patience = longer(patience, tracking.patience());
        }
        return new Sent(
                signal,
                clusters.isSeveral(),
                publications,
                answers.failures(),
                expect,
                hearing,
                timeout == null ? patience : timeout,
                statusHint);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
