@NullMarked
package io.github.curfew.sqs;

import org.jspecify.annotations.NullMarked;
