package io.github.curfew.config;

import io.github.curfew.auth.AuthSettings;
import java.time.Duration;

/**
 * What is needed to sign a message that somebody else publishes.
 *
 * @param namespace for which it is
 * @param signalExpiry how long a signal counts, when nothing else is said
 * @param auth which keys there are
 */
public record SigningSettings(String namespace, Duration signalExpiry, AuthSettings auth) {}
