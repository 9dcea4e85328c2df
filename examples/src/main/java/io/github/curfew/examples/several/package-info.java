/** An application with several queries. */
@NullMarked
package io.github.curfew.examples.several;

import org.jspecify.annotations.NullMarked;
