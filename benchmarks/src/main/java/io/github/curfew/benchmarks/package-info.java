/** Measures Curfew beside what one would do without it. */
@NullMarked
package io.github.curfew.benchmarks;

import org.jspecify.annotations.NullMarked;
