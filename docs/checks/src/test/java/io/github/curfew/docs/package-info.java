/** Whether what {@code docs/} says is so. */
@NullMarked
package io.github.curfew.docs;

import org.jspecify.annotations.NullMarked;
