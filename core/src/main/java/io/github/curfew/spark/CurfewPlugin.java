package io.github.curfew.spark;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Puts every streaming query of every session of an application under curfew, and its StreamingContext, without a line of
 * code: {@code --conf spark.plugins=io.github.curfew.spark.CurfewPlugin}. Settings are {@code spark.curfew.*}. On executors it
 * does nothing, whatever Java they run on.
 */
// Compiled for Java 8, alone of core, so that a Java too old to read the others can say so in a sentence of its own. It
// calls nothing newer, and names what it needs of ours in a string.
public final class CurfewPlugin implements SparkPlugin {
    private static final int OLDEST_JAVA = 17;
    private static final String DRIVER_PLUGIN = "io.github.curfew.spark.CurfewDriverPlugin";

    /** Made by Spark. */
    public CurfewPlugin() {}

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException on a Java older than 17, which fails the application at its start: to go on
     *     would leave streams without curfew where somebody asked for it
     */
    @Override
    public DriverPlugin driverPlugin() {
        return driverPlugin(System.getProperty("java.specification.version", ""));
    }

    static DriverPlugin driverPlugin(String java) {
        if (feature(java) < OLDEST_JAVA) {
            throw new UnsupportedOperationException("Curfew needs Java 17 or newer, and this driver runs on Java "
                    + java
                    + " (" + System.getProperty("java.home")
                    + "): start Spark with the JAVA_HOME of a Java 17, as every"
                    + " Spark from 3.3 on can be, or leave " + CurfewPlugin.class.getName() + " out of spark.plugins");
        }
        try {
            return Class.forName(DRIVER_PLUGIN)
                    .asSubclass(DriverPlugin.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    DRIVER_PLUGIN + " is not where " + CurfewPlugin.class.getName()
                            + " is: put the whole jar of curfew-core, or one bundle, on the driver's class path",
                    e);
        }
    }

    /** 8 of {@code 1.8}, 17 of {@code 17}; what reads like neither is taken for new. */
    private static int feature(String java) {
        try {
            return Integer.parseInt(java.startsWith("1.") ? java.substring(2) : java);
        } catch (NumberFormatException e) {
            return OLDEST_JAVA;
        }
    }

    @Override
    public @Nullable ExecutorPlugin executorPlugin() {
        return null;
    }
}
