/** The command line: {@code curfew stop orders --wait}. */
@NullMarked
package io.github.curfew.cli;

import org.jspecify.annotations.NullMarked;
