/**
 * Fuzzing: whatever bytes come in, wherever, nothing escapes but the documented refusal, it costs little, and what is said
 * of it can be shown.
 */
@NullMarked
package io.github.curfew.hostile;

import org.jspecify.annotations.NullMarked;
