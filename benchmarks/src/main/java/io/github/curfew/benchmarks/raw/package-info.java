/** The brokers' own clients, as one would use them without Curfew: the baselines of several benchmarks. */
@NullMarked
package io.github.curfew.benchmarks.raw;

import org.jspecify.annotations.NullMarked;
