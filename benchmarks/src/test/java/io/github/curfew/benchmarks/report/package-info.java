@NullMarked
package io.github.curfew.benchmarks.report;

import org.jspecify.annotations.NullMarked;
