/** From before a publish to when the engine has it, beside a raw client with the same guarantee on the same server. */
@NullMarked
package io.github.curfew.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
