package io.github.curfew.config;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The backends that are here, by name, and the choice among them. */
final class Candidates {
    /** The backends that there are, here or not: their settings may stay when their jar goes. */
    static final List<String> KNOWN = List.of("kafka", "redis", "sqs", "dynamodb", "http", "file");

    private static final String FILE = "file";
    private static final String HTTP = "http";

    /**
     * Those that come with core or with the testkit: being there says nothing of what is wanted, and of their keys these
     * alone do. Hadoop's settings are given to {@code file} without being asked for.
     */
    private static final Map<String, Set<String>> ALWAYS_HERE =
            Map.of(FILE, Set.of("file.dir"), HTTP, Set.of("http.urls"), "memory", Set.of());

    private final Map<String, Candidate> byName;
    private final List<String> failures;

    private Candidates(Map<String, Candidate> byName, List<String> failures) {
        this.byName = byName;
        this.failures = failures;
    }

    /**
     * A backend that can be chosen.
     *
     * @param provider itself
     * @param settings what it knows; empty if it was built for an SPI that we do not speak
     * @param flaw why it cannot be used, else null
     */
    record Candidate(
            BackendProvider provider,
            List<Setting> settings,
            @Nullable String flaw) {}

    static Candidates of(Backends backends, Problems problems) {
        Map<String, Candidate> byName = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>(backends.failures());
        for (BackendProvider provider : backends.found()) {
            String type = provider.getClass().getName();
            try {
                Candidate other = byName.putIfAbsent(provider.name(), inspect(provider));
                if (other != null) {
                    problems.add("two backends are called " + provider.name() + ", "
                            + other.provider.getClass().getName() + " and " + type
                            + ": take one of the two jars off the classpath");
                }
            } catch (LinkageError | RuntimeException e) {
                failures.add("the backend " + type + " cannot say what it is: " + e);
            }
        }
        return new Candidates(byName, failures);
    }

    private static Candidate inspect(BackendProvider provider) {
        if (provider.spiVersion() > BackendProvider.SPI_VERSION) {
            // Nothing more is asked of it: it may answer with types that are not here.
            return new Candidate(
                    provider,
                    List.of(),
                    "the backend " + provider.name() + " was built for version " + provider.spiVersion()
                            + " of Curfew's SPI, and this curfew-core has version " + BackendProvider.SPI_VERSION
                            + ": use a newer curfew-core, or an older curfew-backend-" + provider.name());
        }
        return new Candidate(provider, List.copyOf(provider.settings()), null);
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Whether a backend is here whose keys we cannot know. */
    boolean isUnreadable(String name) {
        Candidate candidate = byName.get(name);
        return candidate != null && candidate.flaw != null;
    }

    /** What each that is here knows, by name. */
    Map<String, List<Setting>> settings() {
        Map<String, List<Setting>> settings = new LinkedHashMap<>();
        byName.forEach((name, candidate) -> settings.put(name, candidate.settings));
        return settings;
    }

    List<Candidate> choose(Map<String, Entry> entries, boolean driver, Problems problems) {
        Entry wanted = entries.get(CoreSettings.BACKENDS.key());
        Set<String> names = wanted == null ? unasked(entries, driver, problems) : asked(wanted, problems);
        List<Candidate> chosen = new ArrayList<>();
        for (String name : names) {
            Candidate candidate = byName.get(name);
            if (candidate == null) {
                continue;
            }
            chosen.add(candidate);
            if (candidate.flaw != null) {
                problems.add(candidate.flaw);
            }
        }
        return chosen;
    }

    private Set<String> asked(Entry wanted, Problems problems) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : wanted.value().split(",", -1)) {
            String name = word.strip();
            if (byName.containsKey(name)) {
                names.add(name);
            } else if (!name.isEmpty()) {
                problems.add(wanted + " names " + Quoted.text(name) + ", which is not on the classpath (there is "
                        + found() + "): " + cureFor(name) + failed());
            }
        }
        if (names.isEmpty()
                && wanted.value().replace(",", "").isBlank()
                && !wanted.value().isBlank()) {
            problems.add(wanted + " names no backend: there is " + found());
        }
        return names;
    }

    /** The one jar of a broker; of several, the one that has settings; without one, what of core's own has its place set. */
    private Set<String> unasked(Map<String, Entry> entries, boolean driver, Problems problems) {
        List<String> jars = byName.keySet().stream()
                .filter(name -> !ALWAYS_HERE.containsKey(name))
                .toList();
        if (jars.size() == 1) {
            return Set.copyOf(jars);
        }
        Map<String, Entry> withSettings = new LinkedHashMap<>();
        byName.forEach((name, candidate) -> entries.forEach((key, entry) -> {
            // A driver's door is never opened unless it is asked for by name.
            if (marks(name, candidate, key) && !(driver && name.equals(HTTP))) {
                withSettings.putIfAbsent(name, entry);
            }
        }));
        if (withSettings.size() == 1) {
            return Set.copyOf(withSettings.keySet());
        }
        String cure = "set curfew.backends to one of them, or to several";
        if (!withSettings.isEmpty()) {
            problems.add("the backends " + String.join(" and ", withSettings.keySet()) + " have settings ("
                    + String.join(
                            ", ",
                            withSettings.values().stream().map(Entry::toString).toList())
                    + "), and none is chosen: " + cure);
        } else if (jars.isEmpty()) {
            problems.add("no backend is chosen: set curfew.file.dir to a directory that senders and drivers share,"
                    + " or put the jar of another backend on the classpath" + failed());
        } else {
            problems.add("no backend is chosen, and several are here (" + String.join(", ", jars)
                    + "): set the keys of one, such as "
                    + String.join(" or ", examples(jars)) + ", or " + cure);
        }
        return Set.of();
    }

    /** Whether any of these keys says which backend is wanted. */
    boolean isAnyMarked(Map<String, Entry> entries, boolean driver) {
        return byName.entrySet().stream()
                .filter(candidate -> !(driver && candidate.getKey().equals(HTTP)))
                .anyMatch(candidate -> entries.keySet().stream()
                        .anyMatch(key -> marks(candidate.getKey(), candidate.getValue(), key)));
    }

    /** Whether somebody who set a key wants this backend, as far as can be told. */
    private static boolean marks(String name, Candidate candidate, String key) {
        Set<String> only = ALWAYS_HERE.get(name);
        return only != null ? only.contains(key) : candidate.settings.stream().anyMatch(setting -> setting.covers(key));
    }

    /** A description begins with what is needed most: where the broker is. */
    private List<String> examples(List<String> jars) {
        List<String> keys = new ArrayList<>();
        for (String jar : jars) {
            Candidate candidate = byName.get(jar);
            if (candidate != null && !candidate.settings.isEmpty()) {
                keys.add("curfew." + candidate.settings.get(0).key());
            }
        }
        if (has(FILE)) {
            keys.add("curfew.file.dir");
        }
        return keys;
    }

    private String cureFor(String name) {
        return NearestWord.to(name, byName.keySet())
                .map(other -> "did you mean " + other + "?")
                .orElse(cure(name));
    }

    static String cure(String name) {
        return switch (name) {
            case "kafka", "redis", "sqs", "dynamodb" -> "add curfew-backend-" + name + " to it";
            case HTTP, FILE -> "use a curfew-core that has it";
            default -> "choose another, or add its jar";
        };
    }

    private String found() {
        return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
    }

    private String failed() {
        return failures.isEmpty() ? "" : "; " + String.join("; ", failures);
    }
}
