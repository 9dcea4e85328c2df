package io.github.curfew.config;

import io.github.curfew.spi.BackendProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backends that are on the classpath.
 *
 * @param found one provider of each class, in the order in which they were found
 * @param failures one sentence for each that is there and could not be loaded
 */
public record Backends(List<BackendProvider> found, List<String> failures) {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

    /** A broken services file fails at every step of the iterator, for ever. */
    private static final int MOST_FAILURES = 20;

    /**
     * Copies the lists.
     *
     * @param found see {@link #found()}
     * @param failures see {@link #failures()}
     */
    public Backends {
        found = List.copyOf(found);
        failures = List.copyOf(failures);
    }

    /**
     * Takes the providers that are given, and looks for no others.
     *
     * @param providers any
     * @return these
     */
    public static Backends of(Collection<? extends BackendProvider> providers) {
        return new Backends(List.copyOf(providers), List.of());
    }

    /**
     * Looks for providers through the thread's context class loader, then through the SPI's own: {@code --jars} puts a
     * jar where only the first looks, a cluster's own class path where only the second may. What cannot be loaded is
     * logged and kept as a sentence, and hides no other.
     *
     * @return what was found
     */
    public static Backends discover() {
        Set<@Nullable ClassLoader> loaders = new LinkedHashSet<>();
        loaders.add(Thread.currentThread().getContextClassLoader());
        loaders.add(BackendProvider.class.getClassLoader());
        return discover(loaders);
    }

    static Backends discover(Collection<@Nullable ClassLoader> loaders) {
        Map<String, BackendProvider> found = new LinkedHashMap<>();
        Set<String> failures = new LinkedHashSet<>();
        for (ClassLoader loader : loaders) {
            Iterator<ServiceLoader.Provider<BackendProvider>> services =
                    ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
            int failed = 0;
            while (failed < MOST_FAILURES) {
                try {
                    if (!services.hasNext()) {
                        break;
                    }
                    ServiceLoader.Provider<BackendProvider> service = services.next();
                    String type = service.type().getName();
                    if (!found.containsKey(type)) {
                        found.put(type, service.get());
                    }
                } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                    failed++;
                    if (failures.add("a backend is on the classpath but cannot be loaded: " + cause(e))) {
                        LOG.warn("A backend is on the classpath but cannot be loaded", e);
                    }
                }
            }
        }
        found.values()
                .forEach(provider ->
                        LOG.debug("Found the backend {}", provider.getClass().getName()));
        return new Backends(new ArrayList<>(found.values()), new ArrayList<>(failures));
    }

    private static String cause(Throwable problem) {
        Throwable cause = problem.getCause();
        return problem.getMessage() + (cause == null ? "" : " (" + cause + ")");
    }
}
