/** What Curfew costs a query that is busy and that nobody stops. */
@NullMarked
package io.github.curfew.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
