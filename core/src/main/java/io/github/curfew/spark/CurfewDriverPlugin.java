package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.engine.Engine;
import io.github.curfew.model.DriverInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** Begins with the SparkContext and ends with it. */
final class CurfewDriverPlugin implements DriverPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(CurfewDriverPlugin.class);
    private static final String LISTENERS = "spark.sql.streaming.streamingQueryListeners";

    private @Nullable SparkDriver driver;
    private @Nullable ExitHook hook;

    /**
     * {@inheritDoc} Blocks for at most some two seconds, for the first contact with the brokers.
     *
     * @throws ConfigurationException with every problem, if the settings are wrong; nothing else fails an application
     */
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
        try {
            begin(context, plugin);
        } catch (ConfigurationException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Curfew could not begin: the streams of this application cannot be stopped by it", e);
        }
        return Map.of();
    }

    private void begin(SparkContext context, PluginContext plugin) {
        Settings settings = Settings.resolve(
                List.of(
                        SettingsSource.environment(System.getenv()),
                        SettingsSource.systemProperties(System.getProperties()),
                        SettingsSource.sparkConf(entries(plugin.conf()))),
                Backends.discover());
        settings.warnings().forEach(warning -> LOG.warn("Curfew: {}", warning));
        String version = CurfewPlugin.class.getPackage().getImplementationVersion();
        DriverInfo info = new DriverInfo(
                UUID.randomUUID().toString(),
                context.applicationId(),
                context.appName(),
                plugin.hostname(),
                version == null ? "unknown" : version,
                context.version(),
                Instant.now());
        Engine engine = EngineOpening.open(settings, info);
        SparkDriver begun = SparkDriver.begin(engine, new QueryLabels(context, settings.labels()));
        driver = begun;
        hook = ExitHook.add(begun, settings.sigtermDeadline());
        listen(plugin.conf());
        LOG.info("Curfew listens as driver {}: {}", info.id(), settings);
    }

    /** Every session makes the listeners named in the context's own configuration, which is what a plugin is given. */
    private static void listen(SparkConf conf) {
        String ours = QueryListener.class.getName();
        String named = conf.get(LISTENERS, "");
        if (!List.of(named.split("\\s*,\\s*", -1)).contains(ours)) {
            conf.set(LISTENERS, named.isBlank() ? ours : named + "," + ours);
        }
    }

    private static Map<String, String> entries(SparkConf conf) {
        Map<String, String> entries = new HashMap<>();
        for (Tuple2<String, String> entry : conf.getAll()) {
            entries.put(entry._1(), entry._2());
        }
        return entries;
    }

    @Override
    public void shutdown() {
        try {
            if (hook != null) {
                hook.remove();
            }
            if (driver != null) {
                driver.end("the application stopped its SparkContext");
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Curfew did not end as it should", e);
        }
    }
}
