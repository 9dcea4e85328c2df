@NullMarked
package io.github.curfew.kafka;

import org.jspecify.annotations.NullMarked;
