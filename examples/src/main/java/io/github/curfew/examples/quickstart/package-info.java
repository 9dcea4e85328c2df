/**
 * A real query is stopped from outside and started again, several times, beside the same query stopped by
 * {@code query.stop()}; then both accounts are shown.
 */
@NullMarked
package io.github.curfew.examples.quickstart;

import org.jspecify.annotations.NullMarked;
