/** What is small, each beside the barest way to do its main part, by JMH. */
@NullMarked
package io.github.curfew.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
