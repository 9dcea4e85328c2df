package io.github.curfew.engine;

import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.Seal;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a driver was heard to say. A captured report that is sent again arrives anew, so that it can make a run seem to live;
 * it cannot make one seem to have begun later than it has, as if it had come after another.
 *
 * @param report what was said
 * @param arrived when the broker took it, by its clock; null where it does not say: drivers' clocks are not compared
 * @param said when it was said at the latest
 */
record Heard(
        Report report, @Nullable Instant arrived, @Nullable Instant said) {
    static Heard of(Admitted<Report> admitted, Delivery delivery) {
        Instant arrived = delivery.time();
        Seal seal = admitted.seal();
        Instant said = arrived == null || seal == null ? arrived : seal.heard(arrived);
        return new Heard(admitted.message(), arrived, said);
    }
}
