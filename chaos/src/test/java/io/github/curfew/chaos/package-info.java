/**
 * Real servers that are killed, frozen, cut off, filled and robbed of their data while signals are sent to drivers that come
 * and go; what happened is written down, and held against the promises afterwards.
 */
@NullMarked
package io.github.curfew.chaos;

import org.jspecify.annotations.NullMarked;
