/** JVMs of their own, for what must not share one with what measures it. */
@NullMarked
package io.github.curfew.benchmarks.child;

import org.jspecify.annotations.NullMarked;
