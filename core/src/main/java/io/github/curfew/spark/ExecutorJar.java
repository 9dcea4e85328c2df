package io.github.curfew.spark;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends executors the jar of the plugin where Spark does not. In the cluster mode of Spark's own cluster manager the driver
 * fetches {@code --packages} for itself alone: each executor would then look for the class that {@code spark.plugins}
 * names, not find it and end, and the next one would do the same, without an end.
 */
final class ExecutorJar {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorJar.class);

    /** What executors fetch before they make their plugins. Spark has filled it by the time it makes the driver's. */
    private static final String FETCHED_FIRST = "spark.app.initial.jar.urls";

    private ExecutorJar() {}

    /** To be called while the driver's plugin is made, before an executor can have asked. */
    static void sendWhereSparkDoesNot(SparkConf conf) {
        if (!conf.get("spark.master", "").startsWith("spark://")
                || !conf.get("spark.submit.deployMode", "").equals("cluster")
                || ExecutorJar.class.getClassLoader() == ClassLoader.getSystemClassLoader()) {
            return; // what is on Spark's own class path here, the executors have there
        }
        File jar = jar();
        if (jar == null || isAmong(conf.get(FETCHED_FIRST, ""), jar.getName())) {
            return;
        }
        try {
            String url = SparkEnv.get().rpcEnv().fileServer().addJar(jar);
            String others = conf.get(FETCHED_FIRST, "");
            conf.set(FETCHED_FIRST, others.isEmpty() ? url : others + "," + url);
            LOG.info("Executors fetch {} from this driver, for Spark does not send them its packages", jar.getName());
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "Executors may not get {}, without which they end at once: submit with --jars in the place of --packages",
                    jar.getName(),
                    e);
        }
    }

    private static boolean isAmong(String urls, String name) {
        return Stream.of(urls.split(",", -1)).anyMatch(url -> url.endsWith("/" + name));
    }

    private static @Nullable File jar() {
        CodeSource source = ExecutorJar.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return null;
        }
        try {
            URI location = source.getLocation().toURI();
            File file = "file".equals(location.getScheme()) ? new File(location) : null;
            return file != null && file.isFile() ? file : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
