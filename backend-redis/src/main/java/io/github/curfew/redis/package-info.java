/**
 * Signals and reports over Redis: a stream for what must not be missed, a channel of the same name for what is typed by
 * hand, both heard on one connection.
 */
@NullMarked
package io.github.curfew.redis;

import org.jspecify.annotations.NullMarked;
