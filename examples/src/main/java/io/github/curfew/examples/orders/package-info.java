/** A streaming application as teams have it. It was written without Curfew and knows nothing of it. */
@NullMarked
package io.github.curfew.examples.orders;

import org.jspecify.annotations.NullMarked;
