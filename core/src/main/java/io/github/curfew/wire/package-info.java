/**
 * How signals and reports are written: CloudEvents in JSON, and the short words that people type. Knows the model, and
 * nothing of who carries the bytes.
 */
@NullMarked
package io.github.curfew.wire;

import org.jspecify.annotations.NullMarked;
