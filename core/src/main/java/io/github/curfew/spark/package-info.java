/**
 * All that touches Spark: how a query is found, labelled, drained between its batches, and cut. One set of classes for
 * Spark 3.3 to 4.2 and Scala 2.12 and 2.13, so nothing here calls an API that is Scala's own; what no public API offers
 * is reached by reflection, in {@code ExecutionShape} alone, and done without where it is not as expected.
 */
@NullMarked
package io.github.curfew.spark;

import org.jspecify.annotations.NullMarked;
