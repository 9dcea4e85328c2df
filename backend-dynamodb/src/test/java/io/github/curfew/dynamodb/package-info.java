@NullMarked
package io.github.curfew.dynamodb;

import org.jspecify.annotations.NullMarked;
