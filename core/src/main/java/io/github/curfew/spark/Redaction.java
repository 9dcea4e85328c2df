package io.github.curfew.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Spark hide what its own pattern cannot know to be secret: {@code spark.curfew.redis.url} with a password inside
 * has none of the words that Spark looks for, so that its environment page and its event log would show it. A plugin
 * begins before either is written.
 */
final class Redaction {
    private static final Logger LOG = LoggerFactory.getLogger(Redaction.class);
    private static final String KEY = "spark.redaction.regex";

    private Redaction() {}

    /** Adds keys to the pattern of Spark, which looks for it in names and values alike, such as a JVM's arguments. */
    static void widen(SparkConf conf, Set<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        try {
            String before = conf.contains(KEY) ? conf.get(KEY) : sparksOwn();
            List<String> parts = new ArrayList<>(List.of("(?:" + before + ")"));
            new TreeSet<>(keys).forEach(key -> parts.add(Pattern.quote("curfew." + key)));
            conf.set(KEY, String.join("|", parts));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("Spark cannot be told to hide {} from its environment page: {}", keys, Reflection.reason(e));
        }
    }

    /** The default is not the same in every version. */
    private static String sparksOwn() throws ReflectiveOperationException {
        Object entries = Class.forName("org.apache.spark.internal.config.package$")
                .getField("MODULE$")
                .get(null);
        if (entries == null) {
            throw new NotShownException("Spark's settings are not there");
        }
        return (String) Reflection.result(Reflection.result(entries, "SECRET_REDACTION_PATTERN"), "defaultValueString");
    }
}
