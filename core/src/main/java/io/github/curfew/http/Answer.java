package io.github.curfew.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What is answered, and when.
 *
 * @param isDue whether it can be given now; asked again whenever something was reported
 * @param patience how long it may be put off; then it is given as it is
 * @param response makes it
 */
record Answer(BooleanSupplier isDue, Duration patience, Supplier<Response> response) {
    static Answer now(Response response) {
        return new Answer(() -> true, Duration.ZERO, () -> response);
    }
}
