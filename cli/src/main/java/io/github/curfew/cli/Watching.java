package io.github.curfew.cli;

import io.github.curfew.client.RosterEntry;
import io.github.curfew.model.Report;
import java.util.List;

/** Shows who is there and what has been reported since. */
interface Watching {
    void show(List<RosterEntry> entries, List<Report.OfSignal> news, List<String> troubles);
}
