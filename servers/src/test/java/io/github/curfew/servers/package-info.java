@NullMarked
package io.github.curfew.servers;

import org.jspecify.annotations.NullMarked;
