package io.github.curfew.config;

import io.github.curfew.ConfigurationException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A place that settings come from. It keeps the names as they were written there, so that a problem can be told in the
 * words of whoever wrote it. Immutable; printing it shows no value.
 */
public final class SettingsSource {
    /**
     * Variables that Kubernetes puts into every pod when a service is called curfew: CURFEW_SERVICE_HOST,
     * CURFEW_PORT_8558_TCP_ADDR and so on.
     */
    private static final Pattern FOREIGN_VARIABLE =
            Pattern.compile("CURFEW_(SERVICE_(HOST|PORT)(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?)");

    private final String place;
    private final Spelling spelling;
    private final Map<String, String> entries;
    private final Map<String, String> places;
    private final List<String> problems;

    private SettingsSource(String place, Spelling spelling, Map<String, String> all) {
        this(place, spelling, new FileContent(all, Map.of(), List.of()));
    }

    private SettingsSource(String place, Spelling spelling, FileContent content) {
        Map<String, String> all = content.values();
        this.place = place;
        this.spelling = spelling;
        this.places = Map.copyOf(content.places());
        this.problems = List.copyOf(content.problems());
        TreeMap<String, String> ours = new TreeMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith(spelling.prefix())) {
                ours.put(name, value);
            }
        });
        this.entries = Collections.unmodifiableSortedMap(ours);
    }

    /**
     * Settings given at the command line.
     *
     * @param flags keys with or without {@code curfew.}, such as {@code file.dir}
     * @return the source
     */
    public static SettingsSource flags(Map<String, String> flags) {
        return new SettingsSource("on the command line", Spelling.BARE, flags);
    }

    /**
     * Settings given by a program.
     *
     * @param values keys with or without {@code curfew.}, such as {@code file.dir}
     * @return the source
     */
    public static SettingsSource code(Map<String, String> values) {
        return new SettingsSource("in code", Spelling.BARE, values);
    }

    /**
     * Environment variables: {@code CURFEW_FILE_DIR} is {@code file.dir}. Those that are empty count as not set.
     *
     * @param environment such as {@link System#getenv()}; all but {@code CURFEW_*} is left out
     * @return the source
     */
    public static SettingsSource environment(Map<String, String> environment) {
        Map<String, String> ours = new TreeMap<>(environment);
        ours.entrySet()
                .removeIf(entry -> entry.getValue().isBlank()
                        || FOREIGN_VARIABLE.matcher(entry.getKey()).matches());
        return new SettingsSource("in the environment", Spelling.VARIABLE, ours);
    }

    /**
     * System properties: {@code curfew.file.dir} is {@code file.dir}.
     *
     * @param properties such as {@link System#getProperties()}; all but {@code curfew.*} is left out
     * @return the source
     */
    public static SettingsSource systemProperties(Properties properties) {
        return new SettingsSource("in the system properties", Spelling.DOTTED, strings(properties));
    }

    /**
     * A SparkConf: {@code spark.curfew.file.dir} is {@code file.dir}.
     *
     * @param conf all of its entries; all but {@code spark.curfew.*} is left out
     * @return the source
     */
    public static SettingsSource sparkConf(Map<String, String> conf) {
        return new SettingsSource("in the SparkConf", Spelling.SPARK, conf);
    }

    /**
     * A file, whose ending tells its form: {@code .conf} or {@code .hocon} for HOCON, {@code .json} for JSON,
     * {@code .properties} for properties in UTF-8. In each of them {@code curfew.file.dir} is {@code file.dir}, and what
     * does not begin with {@code curfew.} is left to others. Reads it at once. HOCON and JSON need
     * {@code com.typesafe:config} on the classpath, 1.2 or newer.
     *
     * @param file where it is
     * @return the source
     * @throws ConfigurationException if it cannot be read
     */
    public static SettingsSource file(Path file) {
        return new SettingsSource("in " + file, Spelling.FILE, SettingsFile.read(file));
    }

    /** The same, given another value for a key; for those in which keys have no prefix. */
    SettingsSource with(String key, String value) {
        Map<String, String> all = new TreeMap<>(entries);
        all.remove(Spelling.OURS + key);
        all.put(key, value);
        return new SettingsSource(place, spelling, all);
    }

    static Map<String, String> strings(Properties properties) {
        Map<String, String> strings = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> strings.put(name, properties.getProperty(name)));
        return strings;
    }

    /** Where a name is, as the end of a sentence: {@code in the SparkConf}. */
    String placeOf(String name) {
        return places.getOrDefault(name, place);
    }

    /** Whether there is a name with the prefix that makes it ours. */
    boolean hasOwnKeys() {
        return entries.keySet().stream().anyMatch(name -> !spelling.isForeign(name));
    }

    /** What cannot be used in it. */
    List<String> problems() {
        return problems;
    }

    /** How names are written there. */
    Spelling spelling() {
        return spelling;
    }

    /** Names as they are written there, with their values. */
    Map<String, String> entries() {
        return entries;
    }

    @Override
    public String toString() {
        return entries.keySet() + " " + place;
    }
}
