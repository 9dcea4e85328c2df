package io.github.curfew.engine;

import io.github.curfew.auth.AuthSettings;
import java.util.function.Supplier;

/** What surrounds a simulated driver. */
interface World {
    Plant plant();

    /** When the last fault is over. */
    long faultsEnd();

    void trace(Supplier<String> what);

    /** What signatures its drivers go by. */
    default AuthSettings auth() {
        return AuthSettings.NONE;
    }
}
