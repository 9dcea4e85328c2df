/**
 * What a backend implements: a {@link io.github.curfew.spi.BackendProvider} that opens a
 * {@link io.github.curfew.spi.Transport}. A transport moves bytes and tells positions; core owns all else.
 */
@NullMarked
package io.github.curfew.spi;

import org.jspecify.annotations.NullMarked;
