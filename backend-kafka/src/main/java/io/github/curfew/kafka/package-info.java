/** Carries signals and reports in two Kafka topics, {@code curfew.<namespace>.signals} and {@code ….reports}. */
@NullMarked
package io.github.curfew.kafka;

import org.jspecify.annotations.NullMarked;
