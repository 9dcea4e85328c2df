/** What every part of Curfew shares: its exceptions. */
@NullMarked
package io.github.curfew;

import org.jspecify.annotations.NullMarked;
