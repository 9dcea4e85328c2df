package io.github.curfew.cli;

import io.github.curfew.model.Report;

/**
 * What a run reported on a signal, on one of the clusters.
 *
 * @param profile which one; empty where there is only one
 * @param report what
 */
record Said(String profile, Report.OfSignal report) {}
