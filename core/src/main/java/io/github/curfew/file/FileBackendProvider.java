package io.github.curfew.file;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.Durations;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Opens the backend {@code file}: a directory on local disk or on any Hadoop file system. Thread-safe. */
public final class FileBackendProvider implements BackendProvider {
    private static final String DIR = "file.dir";
    private static final String POLL_INTERVAL = "file.poll-interval";
    private static final String RETENTION = "file.retention";
    private static final String HADOOP = "file.hadoop.";
    /** Somebody sits and waits for the reports, and a look at a local directory costs next to nothing. */
    private static final Duration WAITING_INTERVAL = Duration.ofMillis(100);

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

    /** For {@link java.util.ServiceLoader}. */
    public FileBackendProvider() {}

    @Override
    public String name() {
        return "file";
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.of(
                        DIR,
                        Setting.Type.TEXT,
                        null,
                        "The directory: a local path, or the URI of any Hadoop file system, such as"
                                + " hdfs://host/curfew or s3a://bucket/curfew."),
                Setting.of(
                        POLL_INTERVAL,
                        Setting.Type.DURATION,
                        null,
                        "How often a driver looks; 1s unless it is set, and 10s on object stores."),
                Setting.of(RETENTION, Setting.Type.DURATION, "7d", "How long drivers leave reports there."),
                Setting.of(
                        HADOOP + "*",
                        Setting.Type.TEXT,
                        null,
                        "Given to Hadoop's client untouched, such as file.hadoop.fs.s3a.endpoint. On a driver, what spark.hadoop.*"
                                + " says is taken too."));
    }

    @Override
    public Transport open(BackendConfig config) {
        FileLocation location = FileLocation.parse(config.required(DIR));
        String given = config.text(POLL_INTERVAL);
        Duration interval = given != null
                ? Durations.parse(given)
                : location.isObjectStore() ? Duration.ofSeconds(10) : Duration.ofSeconds(1);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new ConfigurationException(
                    "curfew." + POLL_INTERVAL + " is " + Durations.text(interval) + ": 10ms is the least");
        }
        String kept = config.text(RETENTION);
        Duration retention = kept == null ? Duration.ofDays(7) : Durations.parse(kept);
        String namespace = FileNames.encode(config.namespace());
        FileStore store = store(location, namespace, config.below(HADOOP));
        NamespaceDirectory directory = new NamespaceDirectory(store, location.text() + "/" + namespace);
        boolean quick = location.local() != null && interval.compareTo(WAITING_INTERVAL) > 0;
        Duration reportsInterval = quick ? WAITING_INTERVAL : interval;
        return new FileTransport(directory, config.role(), config.driverId(), interval, reportsInterval, retention);
    }

    private static FileStore store(FileLocation location, String namespace, Map<String, String> hadoop) {
        Path local = location.local();
        if (local != null) {
            return new LocalFileStore(local.resolve(namespace));
        }
        if (location.uri() == null) {
            throw new IllegalStateException("a location is local or has a URI");
        }
        requireHadoop(location);
        return new HadoopFileStore(location.uri(), namespace, location.isFlat(), hadoop);
    }

    private static void requireHadoop(FileLocation location) {
        try {
            Class.forName("org.apache.hadoop.fs.FileSystem", false, FileBackendProvider.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ConfigurationException("curfew." + DIR + " is " + location.text()
                    + ", which needs Hadoop's client: put hadoop-client-api and hadoop-client-runtime on the classpath,"
                    + " or name a local directory");
        }
    }
}
