package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSources;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
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

/** Begins with the SparkContext and ends with it. Spark calls it from one thread at a time. */
final class CurfewDriverPlugin implements DriverPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(CurfewDriverPlugin.class);
    private static final String HADOOP = "spark.hadoop.";
    private static final String FILE_HADOOP = "spark.curfew.file.hadoop.";
    private static final String LISTENERS = "spark.sql.streaming.streamingQueryListeners";

    private @Nullable Prepared prepared;
    private @Nullable SparkDriver driver;
    private @Nullable ExitHook hook;

    /** What waits for the application's id. */
    private record Prepared(SparkContext context, Settings settings, String driverId, Ways ways) {}

    /**
     * {@inheritDoc} Checks the settings; listening begins in {@link #registerMetrics}, for only then the application has
     * its id.
     *
     * @throws ConfigurationException with every problem, if the settings are wrong; nothing else fails an application
     */
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
        try {
            Settings settings = SettingsSources.ofThisProcess()
                    .withSparkConf(entries(plugin.conf()))
                    .resolve(Backends.discover());
            settings.warnings().forEach(warning -> LOG.warn("Curfew: {}", warning));
            String driverId = UUID.randomUUID().toString();
            prepared = new Prepared(context, settings, driverId, Ways.open(settings, driverId));
        } catch (ConfigurationException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            sayNothingIsUnderCurfew(e);
        }
        return Map.of();
    }

    /** {@inheritDoc} Blocks for at most some two seconds, for the first contact with the brokers. */
    @Override
    public void registerMetrics(String appId, PluginContext plugin) {
        Prepared ready = prepared;
        prepared = null;
        if (ready == null) {
            return;
        }
        try {
            begin(ready, appId, plugin);
        } catch (RuntimeException | LinkageError e) {
            sayNothingIsUnderCurfew(e);
            if (driver == null) {
                ready.ways().close();
            }
        }
    }

    private void begin(Prepared ready, String appId, PluginContext plugin) {
        SparkContext context = ready.context();
        Settings settings = ready.settings();
        String version = CurfewPlugin.class.getPackage().getImplementationVersion();
        DriverInfo info = new DriverInfo(
                ready.driverId(),
                appId,
                context.appName(),
                plugin.hostname(),
                version == null ? "unknown" : version,
                context.version(),
                Instant.now());
        EngineSettings terms = new EngineSettings(
                settings.namespace(),
                settings.stopDeadline(),
                settings.onTimeout(),
                settings.signalExpiry(),
                settings.beat());
        Engine engine = Engine.start(
                terms, info, ready.ways().transports(), ready.ways().doors());
        QueryLabels labels = new QueryLabels(appId, context.appName(), context.sparkUser(), settings.labels());
        SparkDriver begun = SparkDriver.begin(engine, labels);
        driver = begun;
        hook = ExitHook.add(begun, settings.sigtermDeadline());
        listen(plugin.conf());
        DriverMetrics.register(plugin.metricRegistry(), engine);
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
            if (entry._1().startsWith(HADOOP) && !entry._2().isBlank()) {
                // A bucket that the application can read, the file backend can read too.
                entries.putIfAbsent(FILE_HADOOP + entry._1().substring(HADOOP.length()), entry._2());
            }
        }
        return entries;
    }

    private static void sayNothingIsUnderCurfew(Throwable cause) {
        LOG.error("Curfew could not begin: the streams of this application cannot be stopped by it", cause);
    }

    @Override
    public void shutdown() {
        Prepared unused = prepared;
        if (unused != null) {
            prepared = null;
            unused.ways().close();
        }
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
