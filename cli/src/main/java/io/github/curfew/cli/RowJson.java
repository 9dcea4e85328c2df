package io.github.curfew.cli;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Held;
import io.github.curfew.spi.Sighting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a run or a driver, for programs. */
final class RowJson {
    private RowJson() {}

    static Map<String, Object> of(Row row) {
        DriverInfo driver = row.entry().driver();
        Map<String, Object> run = new LinkedHashMap<>();
        putProfile(run, row.profile());
        run.put("run", row.run().id());
        run.put("name", row.run().displayName());
        run.put("state", row.entry().status().state().word());
        run.put("since", row.entry().status().since());
        run.put("lost", row.entry().lost());
        run.put("lastBatch", row.entry().status().lastBatch());
        run.put("started", row.run().started());
        run.put("lastHeard", row.entry().lastHeard());
        run.put("driver", driver.id());
        run.put("app", driver.appName());
        run.put("appId", driver.appId());
        run.put("host", driver.host());
        run.put("spark", driver.spark());
        run.put("curfew", driver.curfew());
        run.put("held", held(row.entry().status().held()));
        run.put("labels", row.run().labels().asMap());
        run.put("backends", row.entry().backends().stream().map(RowJson::of).toList());
        return run;
    }

    private static @Nullable Map<String, Object> held(@Nullable Held held) {
        if (held == null) {
            return null;
        }
        Map<String, Object> wait = new LinkedHashMap<>();
        wait.put("runs", held.runs());
        wait.put("why", held.why());
        return wait;
    }

    /** On one of several clusters. */
    static void putProfile(Map<String, Object> object, String profile) {
        if (!profile.isEmpty()) {
            object.put("profile", profile);
        }
    }

    private static Map<String, Object> of(BackendHealth health) {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("backend", health.backend());
        link.put("state", health.state().word());
        link.put("since", health.since());
        link.put("cause", health.cause());
        return link;
    }

    static Map<String, Object> of(Silent silent) {
        Sighting sighting = silent.sighting();
        Map<String, Object> trace = new LinkedHashMap<>();
        putProfile(trace, silent.profile());
        trace.put("driver", sighting.driverId());
        trace.put("place", sighting.place());
        trace.put("lastSeen", sighting.lastSeen());
        trace.put("labels", sighting.labels());
        return trace;
    }
}
