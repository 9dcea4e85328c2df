package io.github.curfew.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The broker's word that it has a message, for good by its own standards.
 *
 * @param id the identity under which readers will get it
 * @param time when the broker took it, by the broker's clock; null where it does not say
 */
public record Receipt(String id, @Nullable Instant time) {}
