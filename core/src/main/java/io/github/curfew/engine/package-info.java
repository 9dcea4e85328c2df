/**
 * What decides on a driver: which signal is obeyed, by which run, on which rung, and what is reported. Knows no Spark and
 * no transport; its time and its threads are given to it, so that every promise can be tested in virtual time.
 */
@NullMarked
package io.github.curfew.engine;

import org.jspecify.annotations.NullMarked;
