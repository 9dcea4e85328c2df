package io.github.curfew.engine;

import java.util.function.Supplier;

/** What surrounds a simulated driver. */
interface World {
    Plant plant();

    /** When the last fault is over. */
    long faultsEnd();

    void trace(Supplier<String> what);
}
