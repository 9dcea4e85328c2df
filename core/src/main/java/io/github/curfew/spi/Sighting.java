package io.github.curfew.spi;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A driver as a broker shows it, whether it still lives or not. Immutable. Whoever asks for a roster sees by it who is there
 * and silent.
 *
 * @param driverId the driver's own id; its address where no more is known of it
 * @param place where it was seen, such as a queue's name
 * @param lastSeen when it last gave a sign of life there, by the broker's clock; null where it does not say
 * @param labels such of its labels as the broker shows
 */
public record Sighting(
        String driverId, String place, @Nullable Instant lastSeen, Map<String, String> labels) {
    /**
     * Copies the labels.
     *
     * @param driverId see {@link #driverId()}
     * @param place see {@link #place()}
     * @param lastSeen see {@link #lastSeen()}
     * @param labels see {@link #labels()}
     */
    public Sighting {
        labels = Map.copyOf(labels);
    }
}
