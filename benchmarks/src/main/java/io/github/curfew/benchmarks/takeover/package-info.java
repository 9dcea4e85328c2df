/** The gap between the last commit of one version of an application and the first of the next. */
@NullMarked
package io.github.curfew.benchmarks.takeover;

import org.jspecify.annotations.NullMarked;
