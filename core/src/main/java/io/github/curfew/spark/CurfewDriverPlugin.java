package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins with the SparkContext and ends with it. Spark calls it from one thread at a time. */
final class CurfewDriverPlugin implements DriverPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(CurfewDriverPlugin.class);
    private static final String LISTENERS = "spark.sql.streaming.streamingQueryListeners";

    private @Nullable SparkContext context;
    private @Nullable Preparation prepared;
    private @Nullable SparkDriver driver;

    /**
     * {@inheritDoc} Checks the settings; listening begins in {@link #registerMetrics}, for only then the application has
     * its id.
     *
     * @throws ConfigurationException with every problem, if the settings are wrong; nothing else fails an application
     */
    @Override
    public Map<String, String> init(SparkContext ofApplication, PluginContext plugin) {
        try {
            context = ofApplication;
            ExecutorJar.sendWhereSparkDoesNot(plugin.conf());
            Preparation checked = Preparation.of(Map.of(), plugin.conf());
            Redaction.widen(plugin.conf(), checked.settings().unguardedKeys());
            if (ContextWatch.isPossible()) {
                ContextConf.complete(plugin.conf(), checked.settings().stopDeadline());
            }
            prepared = checked;
        } catch (ConfigurationException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            sayNothingIsUnderCurfew(e);
        }
        return Map.of();
    }

    /**
     * {@inheritDoc} Blocks for at most some two seconds, for the first contact with the brokers. What goes wrong does not
     * fail the application, unless its queries have to be held.
     */
    @Override
    public void registerMetrics(String appId, PluginContext plugin) {
        SparkContext ofApplication = context;
        Preparation ready = prepared;
        prepared = null;
        if (ready == null || ofApplication == null) {
            return;
        }
        try {
            SparkDriver begun = ready.begin(ofApplication, SparkDriver.Scope.EVERY_QUERY, labels -> List.of());
            driver = begun;
            listen(plugin.conf());
            DriverMetrics.register(plugin.metricRegistry(), begun.engine());
        } catch (RuntimeException | LinkageError e) {
            if (ready.settings().takesOver()) {
                // Its queries would run beside their predecessors.
                throw e;
            }
            sayNothingIsUnderCurfew(e);
        }
    }

    /** Every session makes the listeners named in the context's own configuration, which is what a plugin is given. */
    private static void listen(SparkConf conf) {
        String ours = QueryListener.class.getName();
        String named = conf.get(LISTENERS, "");
        if (!List.of(named.split("\\s*,\\s*", -1)).contains(ours)) {
            conf.set(LISTENERS, named.isBlank() ? ours : named + "," + ours);
        }
    }

    private static void sayNothingIsUnderCurfew(Throwable cause) {
        LOG.error("Curfew could not begin: the streams of this application cannot be stopped by it", cause);
    }

    @Override
    public void shutdown() {
        Preparation unused = prepared;
        if (unused != null) {
            prepared = null;
            unused.close();
        }
        try {
            if (driver != null) {
                driver.end("the application stopped its SparkContext");
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Curfew did not end as it should", e);
        }
    }
}
