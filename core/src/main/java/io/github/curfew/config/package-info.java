/**
 * Settings: where they come from, in which order, what they mean, and which backends they choose. Knows no Spark; the
 * SparkConf arrives as a plain map.
 */
@NullMarked
package io.github.curfew.config;

import org.jspecify.annotations.NullMarked;
