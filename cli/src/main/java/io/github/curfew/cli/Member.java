package io.github.curfew.cli;

import io.github.curfew.client.Standing;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that a signal is meant for, on one of the clusters to which it was sent.
 *
 * @param profile which one; empty where there is only one
 * @param standing how it stands to the signal
 * @param mark what tells it apart from another of its name; empty where there is none
 */
record Member(String profile, Standing standing, String mark) {
    private static final int LONGEST_MARK = 8;

    /** The same, told apart by the beginning of its run's id. */
    Member marked() {
        String id = run().id();
        return new Member(profile, standing, " (" + id.substring(0, Math.min(LONGEST_MARK, id.length())) + ")");
    }

    RunInfo run() {
        return standing.run();
    }

    Report.@Nullable OfSignal report() {
        return standing.report();
    }

    boolean isFinal() {
        return standing.isFinal();
    }

    /** The word for how it stands. */
    String word() {
        return Verdict.word(standing);
    }

    /** A name that is its own among all clusters. */
    String name() {
        return Lines.name(profile, run()) + mark;
    }

    /** A name that is its own within its cluster. */
    String nameThere() {
        return Lines.name(run()) + mark;
    }

    /** The application, as far as it is known. */
    String app() {
        String label = run().labels().get(io.github.curfew.model.Labels.APP_NAME);
        if (label != null) {
            return label;
        }
        return standing.driver() == null ? "" : standing.driver().appName();
    }

    /** What identifies it. */
    String key() {
        return profile + "/" + run().id();
    }

    Map<String, Object> json() {
        Report.OfSignal report = report();
        Map<String, Object> run = new LinkedHashMap<>();
        RowJson.putProfile(run, profile);
        run.put("run", run().id());
        run.put("name", run().displayName());
        run.put("app", app());
        run.put("outcome", report == null ? null : report.outcome().word());
        run.put("final", isFinal());
        run.put("presence", standing.presence().name().toLowerCase(Locale.ROOT));
        run.put("matched", report == null ? null : report.matched());
        run.put("lastBatch", report == null ? null : report.lastBatch());
        run.put("tookMillis", report == null ? null : report.took().toMillis());
        run.put("detail", report == null ? "" : report.detail());
        run.put("driver", standing.driver() == null ? null : standing.driver().id());
        run.put("host", standing.driver() == null ? null : standing.driver().host());
        run.put("labels", run().labels().asMap());
        return run;
    }
}
