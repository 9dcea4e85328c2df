/** What a driver costs to which nobody says anything, beside what one would do without Curfew. */
@NullMarked
package io.github.curfew.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
