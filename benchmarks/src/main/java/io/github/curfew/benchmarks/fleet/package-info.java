/** A fleet of simulated drivers on a real broker, and how long one stop takes for all of them. */
@NullMarked
package io.github.curfew.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
