/**
 * For senders: publishes signals, tells what became of them, and who is there. Needs no Spark on the classpath.
 */
@NullMarked
package io.github.curfew.client;

import org.jspecify.annotations.NullMarked;
