/** Real servers for benchmarks, each started where it is asked for, and what Curfew and others are told of them. */
@NullMarked
package io.github.curfew.benchmarks.server;

import org.jspecify.annotations.NullMarked;
