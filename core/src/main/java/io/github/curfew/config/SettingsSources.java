package io.github.curfew.config;

import io.github.curfew.ConfigurationException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places that settings come from, in the order in which they are asked, which is the same everywhere: what is given
 * on the command line or in code, the environment, system properties, the SparkConf, and last the file that one of these
 * names with {@code config}. Immutable.
 */
public final class SettingsSources {
    private final SettingsSource given;
    private final SettingsSource environment;
    private final SettingsSource systemProperties;
    private final @Nullable SettingsSource sparkConf;

    private SettingsSources(
            SettingsSource given,
            SettingsSource environment,
            SettingsSource systemProperties,
            @Nullable SettingsSource sparkConf) {
        this.given = given;
        this.environment = environment;
        this.systemProperties = systemProperties;
        this.sparkConf = sparkConf;
    }

    /**
     * Begins with what surrounds this process.
     *
     * @return its environment and its system properties
     */
    public static SettingsSources ofThisProcess() {
        return of(System.getenv(), System.getProperties());
    }

    /**
     * Begins with what surrounds a process.
     *
     * @param environment its variables, of which {@code CURFEW_*} are taken
     * @param systemProperties of which {@code curfew.*} are taken
     * @return both
     */
    public static SettingsSources of(Map<String, String> environment, Properties systemProperties) {
        return new SettingsSources(
                SettingsSource.flags(Map.of()),
                SettingsSource.environment(environment),
                SettingsSource.systemProperties(systemProperties),
                null);
    }

    /**
     * Adds what was typed, which goes before all else.
     *
     * @param flags keys with or without {@code curfew.}, such as {@code file.dir}
     * @return these places and the command line
     */
    public SettingsSources withFlags(Map<String, String> flags) {
        return new SettingsSources(SettingsSource.flags(flags), environment, systemProperties, sparkConf);
    }

    /**
     * Adds what a program says, which goes before all else.
     *
     * @param values keys with or without {@code curfew.}, such as {@code file.dir}
     * @return these places and the program
     */
    public SettingsSources withCode(Map<String, String> values) {
        return new SettingsSources(SettingsSource.code(values), environment, systemProperties, sparkConf);
    }

    /**
     * Adds a SparkConf: these are a driver's settings then.
     *
     * @param conf all of its entries, of which {@code spark.curfew.*} are taken
     * @return these places and the SparkConf
     */
    public SettingsSources withSparkConf(Map<String, String> conf) {
        return new SettingsSources(given, environment, systemProperties, SettingsSource.sparkConf(conf));
    }

    /**
     * Puts all together, with the file that {@code config} names, and checks it.
     *
     * @param backends what was found on the classpath, such as {@link Backends#discover()}
     * @return the settings
     * @throws ConfigurationException with every problem, if there is any
     */
    public Settings resolve(Backends backends) {
        return Settings.resolve(inOrder(), backends);
    }

    /**
     * Puts all together once for each profile that is chosen, and checks it.
     *
     * @param backends what was found on the classpath, such as {@link Backends#discover()}
     * @return the settings by the names of the profiles, in the order in which they were chosen; where none is, the one
     *     entry's name is empty
     * @throws ConfigurationException with every problem of every profile, if there is any
     */
    public Map<String, Settings> resolveEach(Backends backends) {
        Set<String> names = new Resolution(inOrder(), backends).profileNames();
        if (names.isEmpty()) {
            return Map.of("", resolve(backends));
        }
        Map<String, Settings> each = new LinkedHashMap<>();
        Set<String> problems = new LinkedHashSet<>();
        for (String name : names) {
            SettingsSource one = given.with(CoreSettings.PROFILE.key(), name);
            try {
                each.put(name, new SettingsSources(one, environment, systemProperties, sparkConf).resolve(backends));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(List.copyOf(problems));
        }
        return Collections.unmodifiableMap(each);
    }

    /**
     * Puts together what is needed to sign a message that somebody else publishes, over whatever backend.
     *
     * @param backends what was found on the classpath, such as {@link Backends#discover()}
     * @return namespace and keys
     * @throws ConfigurationException with every problem, if there is any
     */
    public SigningSettings signing(Backends backends) {
        return new Resolution(inOrder(), backends).signing();
    }

    /**
     * Puts all together for somebody who wants to see what holds and why, problems or not.
     *
     * @param backends what was found on the classpath, such as {@link Backends#discover()}
     * @return every key there is, with what is set and where
     */
    public SettingsSurvey survey(Backends backends) {
        return SettingsSurvey.of(inOrder(), backends);
    }

    private List<SettingsSource> inOrder() {
        return sparkConf == null
                ? List.of(given, environment, systemProperties)
                : List.of(given, environment, systemProperties, sparkConf);
    }

    @Override
    public String toString() {
        return inOrder().toString();
    }
}
