/** Keeps account of a stream: what went in, what came out, what was written twice, what was lost. */
@NullMarked
package io.github.curfew.examples.account;

import org.jspecify.annotations.NullMarked;
