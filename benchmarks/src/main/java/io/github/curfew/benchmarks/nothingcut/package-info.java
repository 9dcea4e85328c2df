/** Rows that are written twice or never when a query is stopped, by each way to stop one. */
@NullMarked
package io.github.curfew.benchmarks.nothingcut;

import org.jspecify.annotations.NullMarked;
