package io.github.curfew.examples.quickstart;

import java.util.List;
import java.util.Map;

/** What carries signals and reports between the application and whoever stops it. */
interface Carrier {
    /** What it is, for people. */
    String name();

    /** The jars that the driver needs for it. */
    List<String> jars();

    /** Curfew's settings on both sides, without {@code curfew.}. */
    Map<String, String> settings();

    /** Settings of the driver alone. */
    Map<String, String> driverSettings();

    /** Variables that both processes need in their environment. */
    Map<String, String> variables();
}
