/** The http door against a real engine, real clients, and people who mean harm. */
@NullMarked
package io.github.curfew.http;

import org.jspecify.annotations.NullMarked;
