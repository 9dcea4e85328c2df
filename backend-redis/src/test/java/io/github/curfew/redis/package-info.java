@NullMarked
package io.github.curfew.redis;

import org.jspecify.annotations.NullMarked;
