package io.github.curfew.spark;

import io.github.curfew.ConfigurationException;
import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSources;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.spi.BackendConfig.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A driver before it listens: its settings are checked and its ways in are made, so that whatever is wrong with the
 * configuration has been told, and no network has been touched.
 *
 * @param settings what it goes by
 * @param driverId its own id
 * @param ways its ways in, which somebody has to close or to begin with
 */
record Preparation(Settings settings, String driverId, Ways ways) {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
    private static final String HADOOP = "spark.hadoop.";
    private static final String FILE_HADOOP = "spark.curfew.file.hadoop.";

    /**
     * Prepares a driver.
     *
     * @param given what a program says, which goes before all else
     * @param conf of its SparkContext
     * @throws ConfigurationException with every problem, if the settings are wrong
     */
    static Preparation of(Map<String, String> given, SparkConf conf) {
        Settings settings = resolve(given, conf);
        Stream.concat(settings.warnings().stream(), settings.auth(Role.DRIVER).warnings(Role.DRIVER).stream())
                .forEach(warning -> LOG.warn("Curfew: {}", warning));
        String driverId = UUID.randomUUID().toString();
        return new Preparation(settings, driverId, Ways.open(settings, driverId));
    }

    /** The settings alone. */
    static Settings resolve(Map<String, String> given, SparkConf conf) {
        return SettingsSources.ofThisProcess()
                .withCode(given)
                .withSparkConf(entries(conf))
                .resolve(Backends.discover());
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

    /**
     * Begins to listen. Blocks for at most some two seconds, for the first contact with the brokers.
     *
     * @param context which has its id by now
     * @param scope which queries it is for
     * @param streams gives those that are under way already
     * @return the driver, which is the current one from now on
     */
    SparkDriver begin(SparkContext context, SparkDriver.Scope scope, Function<QueryLabels, List<StreamRun>> streams) {
        try {
            QueryLabels labels =
                    new QueryLabels(context.applicationId(), context.appName(), context.sparkUser(), settings.labels());
            List<StreamRun> runs = streams.apply(labels);
            Engine engine = Engine.start(terms(), info(context), ways.transports(), ways.doors(), runs);
            SparkDriver driver = new SparkDriver(context, settings, scope, engine, labels, runs);
            driver.begin();
            LOG.info("Curfew listens as driver {}: {}", driverId, settings);
            return driver;
        } catch (RuntimeException | LinkageError e) {
            close();
            throw e;
        }
    }

    private EngineSettings terms() {
        return new EngineSettings(
                settings.namespace(),
                settings.stopDeadline(),
                settings.onTimeout(),
                settings.signalExpiry(),
                settings.beat(),
                settings.auth(Role.DRIVER));
    }

    private DriverInfo info(SparkContext context) {
        String version = Preparation.class.getPackage().getImplementationVersion();
        return new DriverInfo(
                driverId,
                context.applicationId(),
                context.appName(),
                context.getConf().get("spark.driver.host", "unknown"),
                version == null ? "unknown" : version,
                context.version(),
                Instant.now());
    }

    /** Closes the ways of a driver that never begins. */
    void close() {
        ways.close();
    }
}
