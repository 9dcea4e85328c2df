package io.github.curfew.config;

import io.github.curfew.ConfigurationException;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnSilence;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All settings, checked, with the backends that they choose. Immutable, hence safe for any number of threads; printing
 * it shows no secret.
 */
public final class Settings {
    private final SortedMap<String, String> values;
    private final Map<BackendProvider, Map<String, String>> backends;
    private final List<String> warnings;
    private final Labels labels;
    private final AuthSettings auth;
    private final Set<String> unguarded;

    /**
     * Takes what has been checked already.
     *
     * @param values every key that is set or has a default
     * @param backends the chosen ones in their order, each with its own settings
     * @param unguarded keys whose values hold a password, and whose names do not say so
     */
    Settings(
            Map<String, String> values,
            Map<BackendProvider, Map<String, String>> backends,
            Labels labels,
            AuthSettings auth,
            Set<String> unguarded,
            List<String> warnings) {
        this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        this.backends = Collections.unmodifiableMap(backends);
        this.labels = labels;
        this.auth = auth;
        this.unguarded = Set.copyOf(unguarded);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Puts sources together and checks them against what core and the backends know.
     *
     * @param highestFirst where settings come from; what an earlier one sets, a later one does not change
     * @param providers the backends that can be chosen, such as those of {@link Backends#discover()}
     * @return the settings
     * @throws ConfigurationException with every problem, if there is any
     */
    public static Settings resolve(List<SettingsSource> highestFirst, Collection<? extends BackendProvider> providers) {
        return resolve(highestFirst, Backends.of(providers));
    }

    /**
     * Puts sources together and checks them against what core and the backends know.
     *
     * @param highestFirst where settings come from; what an earlier one sets, a later one does not change
     * @param backends what was found on the classpath, and what could not be loaded
     * @return the settings
     * @throws ConfigurationException with every problem, if there is any
     */
    public static Settings resolve(List<SettingsSource> highestFirst, Backends backends) {
        return new Resolution(highestFirst, backends).resolve();
    }

    /**
     * Which environment this is.
     *
     * @return letters, digits, {@code -} and {@code _}
     */
    public String namespace() {
        return value(CoreSettings.NAMESPACE);
    }

    /**
     * The driver's own labels.
     *
     * @return those that are set; may be empty
     */
    public Labels labels() {
        return labels;
    }

    /**
     * What signatures go by.
     *
     * @param role whose: a driver's keys have to do other things than a sender's
     * @return which keys there are, and whether only what is signed counts
     * @throws ConfigurationException with every problem, if they do not do for that role
     */
    public AuthSettings auth(Role role) {
        List<String> problems = new ArrayList<>(auth.problems(role));
        if (role == Role.DRIVER && takesOver()) {
            problems.addAll(auth.takeoverProblems());
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return auth;
    }

    /**
     * The backends that were chosen.
     *
     * @return at least one, in the order in which they were named
     */
    public List<BackendProvider> backends() {
        return List.copyOf(backends.keySet());
    }

    /**
     * How long a graceful stop may take, when its signal does not say.
     *
     * @return a length of time
     */
    public Duration stopDeadline() {
        return duration(CoreSettings.STOP_DEADLINE);
    }

    /**
     * What happens to a run that has not drained by its deadline.
     *
     * @return force or keep running
     */
    public OnTimeout onTimeout() {
        return OnTimeout.of(value(CoreSettings.STOP_ON_TIMEOUT));
    }

    /**
     * Whether the SparkContext is stopped after a StreamingContext was.
     *
     * @return true if so
     */
    public boolean stopsSparkContext() {
        return Boolean.parseBoolean(value(CoreSettings.STOP_SPARK_CONTEXT));
    }

    /**
     * How long a signal counts, when it does not say so itself.
     *
     * @return longer than nothing
     */
    public Duration signalExpiry() {
        return duration(CoreSettings.SIGNAL_EXPIRY);
    }

    /**
     * How long everything may take after a SIGTERM.
     *
     * @return a length of time
     */
    public Duration sigtermDeadline() {
        return duration(CoreSettings.SIGTERM_DEADLINE);
    }

    /**
     * How often a driver says that it is alive.
     *
     * @return a tenth of a second at the least
     */
    public Duration beat() {
        return duration(CoreSettings.ROSTER_BEAT);
    }

    /**
     * How far a sender reads back to find drivers that have fallen silent.
     *
     * @return a length of time
     */
    public Duration rosterLookBack() {
        return duration(CoreSettings.ROSTER_LOOK_BACK);
    }

    /**
     * Whether queries are held at their start until their predecessors have stopped.
     *
     * @return true if so
     */
    public boolean takesOver() {
        return Boolean.parseBoolean(value(CoreSettings.TAKEOVER));
    }

    /**
     * How long the predecessor of a held query has to stop.
     *
     * @return a length of time
     */
    public Duration takeoverTimeout() {
        return duration(CoreSettings.TAKEOVER_TIMEOUT);
    }

    /**
     * What happens to a held query after that time.
     *
     * @return hold, give up or go on
     */
    public OnSilence takeoverOnTimeout() {
        return OnSilence.of(value(CoreSettings.TAKEOVER_ON_TIMEOUT));
    }

    /**
     * How long the predecessor's other queries are waited for.
     *
     * @return a length of time
     */
    public Duration takeoverGather() {
        return duration(CoreSettings.TAKEOVER_GATHER);
    }

    /**
     * How far a driver reads back to find a predecessor.
     *
     * @return a length of time
     */
    public Duration takeoverLookBack() {
        return duration(CoreSettings.TAKEOVER_LOOK_BACK);
    }

    /**
     * How long a held query waits at the most until small jobs have warmed the JVM up.
     *
     * @return a length of time; nothing where there are no such jobs
     */
    public Duration takeoverWarmUp() {
        return duration(CoreSettings.TAKEOVER_WARM_UP);
    }

    /**
     * What a backend is opened with.
     *
     * @param backend one of {@link #backends()}
     * @param role who opens it
     * @param driverId the driver's own id on a driver, else the sender's
     * @return its namespace and its own settings, defaults filled in
     */
    public BackendConfig backendConfig(BackendProvider backend, Role role, String driverId) {
        Map<String, String> own = backends.get(backend);
        if (own == null) {
            throw new IllegalArgumentException(backend.name() + " is not one of the backends that were chosen");
        }
        return new BackendConfig(namespace(), role, driverId, own);
    }

    /**
     * The keys with a password in their values, such as in a URL, of which their names do not warn.
     *
     * @return keys without {@code curfew.}, such as {@code redis.url}; of all sources, also where another one holds
     */
    public Set<String> unguardedKeys() {
        return unguarded;
    }

    /**
     * What is not wrong, but may not be what was meant.
     *
     * @return one sentence each, for the log
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Compares what holds, wherever it was set.
     *
     * @param other other settings
     * @return the keys that have another value there
     */
    public SortedSet<String> differences(Settings other) {
        SortedSet<String> keys = new TreeSet<>(values.keySet());
        keys.addAll(other.values.keySet());
        keys.removeIf(key -> Objects.equals(values.get(key), other.values.get(key)));
        // Which backends there are may be said, or follow from the class path; in which file or profile, is no matter.
        keys.remove(CoreSettings.BACKENDS.key());
        keys.remove(CoreSettings.CONFIG.key());
        keys.remove(CoreSettings.PROFILE.key());
        if (!names().equals(other.names())) {
            keys.add(CoreSettings.BACKENDS.key());
        }
        return keys;
    }

    private List<String> names() {
        return backends.keySet().stream().map(BackendProvider::name).toList();
    }

    private Duration duration(Setting setting) {
        return Durations.parse(value(setting));
    }

    private String value(Setting setting) {
        String value = values.get(setting.key());
        if (value == null) {
            throw new IllegalStateException(setting.key() + " has neither a value nor a default");
        }
        return value;
    }

    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(values);
        shown.replaceAll(Setting::shown);
        return "Settings[backends=" + names() + ", values=" + shown + "]";
    }
}
