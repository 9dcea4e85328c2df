package io.github.curfew.spark;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Puts every streaming query of every session of an application under curfew, and its StreamingContext, without a line of
 * code: {@code --conf spark.plugins=io.github.curfew.spark.CurfewPlugin}. Settings are {@code spark.curfew.*}. On executors it
 * does nothing.
 */
public final class CurfewPlugin implements SparkPlugin {
    /** Made by Spark. */
    public CurfewPlugin() {}

    @Override
    public DriverPlugin driverPlugin() {
        return new CurfewDriverPlugin();
    }

    @Override
    public @Nullable ExecutorPlugin executorPlugin() {
        return null;
    }
}
