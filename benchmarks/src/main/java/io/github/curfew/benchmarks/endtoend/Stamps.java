package io.github.curfew.benchmarks.endtoend;

import java.time.Duration;
import java.time.Instant;

/**
 * When what happened in one stop. All clocks are this machine's.
 *
 * @param began before the sender's process was started
 * @param parsed when it had read what was asked of it
 * @param known when it had asked who is there, if it does
 * @param published when the broker had the message
 * @param received when the driver had it
 * @param stopped when the query had ended
 * @param inHand when the sender had that in hand
 * @param gone when its process had ended
 */
record Stamps(
        Instant began,
        Instant parsed,
        Instant known,
        Instant published,
        Instant received,
        Instant stopped,
        Instant inHand,
        Instant gone) {
    Duration start() {
        return Duration.between(began, parsed);
    }

    Duration know() {
        return Duration.between(parsed, known);
    }

    Duration publish() {
        return Duration.between(known, published);
    }

    Duration deliver() {
        return Duration.between(published, received);
    }

    Duration drain() {
        return Duration.between(received, stopped);
    }

    Duration report() {
        return Duration.between(stopped, inHand);
    }

    Duration all() {
        return Duration.between(began, inHand);
    }

    Duration end() {
        return Duration.between(inHand, gone);
    }
}
