package io.github.curfew.examples.quickstart;

import java.time.Duration;

/**
 * One start and stop.
 *
 * @param inFlight whether a batch was in flight when the signal was there
 * @param rowsAfter rows that were written after the signal was there
 * @param cut whether the last batch was begun and not committed
 * @param stopped from the signal to the query's end
 */
record Round(boolean inFlight, long rowsAfter, boolean cut, Duration stopped) {}
