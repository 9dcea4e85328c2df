/** DynamoDB Local, as a program of its own. */
@NullMarked
package io.github.curfew.servers.dynamodb;

import org.jspecify.annotations.NullMarked;
