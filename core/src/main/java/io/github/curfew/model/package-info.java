/** What Curfew speaks of: streams' runs, signals, selectors and reports. Plain immutable data; knows no Spark, no wire. */
@NullMarked
package io.github.curfew.model;

import org.jspecify.annotations.NullMarked;
