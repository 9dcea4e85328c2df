package io.github.curfew.cli;

import io.github.curfew.client.Standing;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How single things are written for people. */
final class Lines {
    private Lines() {}

    static String name(RunInfo run) {
        return Quoted.plain(run.displayName());
    }

    /** The same on one of several clusters, such as {@code eu/orders}. */
    static String name(String profile, RunInfo run) {
        return plain(profile, run.displayName());
    }

    static String plain(String profile, String name) {
        return profile.isEmpty() ? Quoted.plain(name) : profile + "/" + Quoted.plain(name);
    }

    /** A sentence about one cluster, such as {@code eu: nobody matched orders}; where there are several, it says which. */
    static String about(boolean several, String profile, String sentence) {
        return several ? profile + ": " + sentence : sentence;
    }

    /** How long ago, such as {@code 5m ago}. */
    static String ago(@Nullable Instant time) {
        if (time == null) {
            return "-";
        }
        Duration age = Duration.between(time, Instant.now());
        return length(age.isNegative() ? Duration.ZERO : age) + " ago";
    }

    /** For whom a run is held before its first batch; nothing of one that is not, or that is lost. */
    static Stream<String> held(Row row) {
        return Stream.ofNullable(
                        row.entry().lost() ? null : row.entry().status().held())
                .map(held -> row.name() + " of "
                        + Quoted.plain(row.entry().driver().appName()) + " (run "
                        + Quoted.plain(row.run().id()) + ") is held: " + Quoted.sentence(held.why()));
    }

    /** Such as {@code signal 4711: stop team=payments}. */
    static String head(Signal signal) {
        return "signal " + signal.id().id() + ": " + signal.action().word() + " " + signal.selector();
    }

    /** In single quotes where a shell would take it for more than a word. */
    static String shellWord(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    static String batch(@Nullable Long batch) {
        return batch == null ? "-" : batch.toString();
    }

    static String length(Duration length) {
        return Durations.text(length);
    }

    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** What there is to say of a run beyond its state. */
    static String detail(Standing standing) {
        List<String> parts = new ArrayList<>();
        Report.OfSignal report = standing.report();
        if (report != null && report.outcome().isFinal() && report.lastBatch() != null) {
            parts.add("last batch " + report.lastBatch());
        }
        if (report != null && !report.detail().isEmpty()) {
            parts.add(Quoted.sentence(report.detail()));
        }
        if (standing.presence() == Standing.Presence.LOST && !standing.isFinal()) {
            parts.add("its driver has been silent for two beats and is not waited for");
        }
        if (report == null && standing.driver() != null) {
            parts.add("on " + Quoted.plain(standing.driver().host()));
        }
        return String.join("; ", parts);
    }
}
