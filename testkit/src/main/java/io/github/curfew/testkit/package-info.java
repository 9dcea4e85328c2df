/**
 * For tests: the {@link io.github.curfew.testkit.BackendContract contract} that every backend keeps, an
 * {@link io.github.curfew.testkit.InMemoryBackend in-memory backend} with which an application's stop path can be tested
 * without a server, {@link io.github.curfew.testkit.FaultyTransport faults}, and a
 * {@link io.github.curfew.testkit.MutableClock clock} that can be set.
 */
@NullMarked
package io.github.curfew.testkit;

import org.jspecify.annotations.NullMarked;
