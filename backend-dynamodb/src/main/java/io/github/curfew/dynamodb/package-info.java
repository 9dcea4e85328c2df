/** Carries signals and reports as items of one Amazon DynamoDB table, which drivers and senders read again and again. */
@NullMarked
package io.github.curfew.dynamodb;

import org.jspecify.annotations.NullMarked;
