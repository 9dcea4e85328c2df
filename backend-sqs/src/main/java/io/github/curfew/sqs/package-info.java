/**
 * Carries signals and reports over Amazon SQS: a queue for each driver, and one for each sender that waits for reports.
 */
@NullMarked
package io.github.curfew.sqs;

import org.jspecify.annotations.NullMarked;
