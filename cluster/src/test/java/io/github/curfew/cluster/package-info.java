/** The built jars as drivers have them. */
@NullMarked
package io.github.curfew.cluster;

import org.jspecify.annotations.NullMarked;
