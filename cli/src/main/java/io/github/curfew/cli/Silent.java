package io.github.curfew.cli;

import io.github.curfew.spi.Sighting;

/**
 * A driver that left a trace on one of the clusters and says nothing: of what it runs, nothing is known, so that every
 * selector may mean it.
 *
 * @param profile which cluster; empty where there is only one
 * @param sighting the trace
 */
record Silent(String profile, Sighting sighting) {
    /** Whether more is known of it than its address. */
    boolean isKnown() {
        return !sighting.driverId().equals(sighting.place());
    }

    String sentence() {
        String sentence = "the driver of " + sighting.place() + " says nothing"
                + (sighting.lastSeen() == null ? "" : "; it gave a sign of life " + Lines.ago(sighting.lastSeen()))
                + ": it has crashed, or cannot report";
        return Lines.about(!profile.isEmpty(), profile, sentence);
    }
}
