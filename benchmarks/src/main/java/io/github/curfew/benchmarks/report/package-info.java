/** What a benchmark measured: printed, kept as JSON, drawn and quoted, all from one {@link Result}. */
@NullMarked
package io.github.curfew.benchmarks.report;

import org.jspecify.annotations.NullMarked;
