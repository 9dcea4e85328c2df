/**
 * http, straight to a driver: a small server on the driver itself, off unless it is chosen, and the sender that speaks to
 * it. Nothing comes to it that it does not bound: connections, time, heads and bodies.
 */
@NullMarked
package io.github.curfew.http;

import org.jspecify.annotations.NullMarked;
