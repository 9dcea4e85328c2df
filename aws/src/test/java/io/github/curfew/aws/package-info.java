@NullMarked
package io.github.curfew.aws;

import org.jspecify.annotations.NullMarked;
