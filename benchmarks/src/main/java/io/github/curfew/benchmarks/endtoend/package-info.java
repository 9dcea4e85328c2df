/** From the start of a process that stops a query until it has the answer, beside the same by hand. */
@NullMarked
package io.github.curfew.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
