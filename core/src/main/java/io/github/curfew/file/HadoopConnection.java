package io.github.curfew.file;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Hadoop file system of our own: what others configure, cache or close is theirs. Opened at the first use, and again if
 * somebody has closed every file system of the JVM. Thread-safe.
 */
final class HadoopConnection {
    private static final Logger LOG = LoggerFactory.getLogger(HadoopConnection.class);

    /** By default a client tries for many minutes before it says that a server is down. */
    private static final Map<String, String> IMPATIENCE = Map.of(
            "ipc.client.connect.max.retries", "2",
            "ipc.client.connect.max.retries.on.timeouts", "1",
            "ipc.client.connect.timeout", "5000",
            "ipc.client.rpc-timeout.ms", "20000",
            "dfs.client.failover.max.attempts", "3",
            "dfs.client.failover.sleep.max.millis", "1000",
            "dfs.client.max.block.acquire.failures", "1",
            // HDFS closes a new file a moment before its block is reported, and then sleeps 400 ms before it asks
            // again.
            "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "10",
            "dfs.client.block.write.locateFollowingBlock.retries", "11");

    private final URI uri;
    private final Map<String, String> settings;
    private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

    private @Nullable FileSystem fileSystem;
    private @Nullable FileContext fileContext;
    private boolean closed;

    HadoopConnection(URI uri, Map<String, String> settings) {
        this.uri = uri;
        this.settings = Map.copyOf(settings);
    }

    synchronized FileSystem files() throws IOException {
        if (closed) {
            throw new IOException("the transport is closed");
        }
        FileSystem open = fileSystem;
        if (open == null) {
            open = FileSystem.newInstance(uri, configuration());
            fileSystem = open;
        }
        return open;
    }

    synchronized FileContext context() throws IOException {
        FileContext open = fileContext;
        if (open == null) {
            open = FileContext.getFileContext(uri, configuration());
            fileContext = open;
        }
        return open;
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        if (classLoader != null) {
            configuration.setClassLoader(classLoader);
        }
        IMPATIENCE.forEach(configuration::set);
        settings.forEach(configuration::set);
        return configuration;
    }

    /** One that somebody has closed: the next call opens another. */
    synchronized void forget(FileSystem files) {
        if (fileSystem == files) {
            fileSystem = null;
            fileContext = null;
        }
    }

    void close() {
        FileSystem open;
        synchronized (this) {
            closed = true;
            open = fileSystem;
            fileSystem = null;
        }
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("closing the file system of {} failed", uri.getScheme(), e);
            }
        }
    }
}
