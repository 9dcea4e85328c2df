/** A stream that appends small files, and their compaction while it stands still. */
@NullMarked
package io.github.curfew.examples.compaction;

import org.jspecify.annotations.NullMarked;
