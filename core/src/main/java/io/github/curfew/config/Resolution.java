package io.github.curfew.config;

import io.github.curfew.ConfigurationException;
import io.github.curfew.MalformedException;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Quoted;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes settings of sources, in one go, and gathers every problem on the way. Used once. */
final class Resolution {
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");
    private static final Duration SHORTEST_BEAT = Duration.ofMillis(100);
    private static final String LABELS = "labels.";

    private final List<SettingsSource> sources;
    private final Candidates candidates;
    private final KnownKeys known;
    private final Problems problems = new Problems();
    private final List<String> warnings = new ArrayList<>();

    /** What holds, by key. */
    private final Map<String, Entry> entries = new TreeMap<>();

    /** Keys whose values hold a password, and whose names do not say so. */
    private final Set<String> unguarded = new TreeSet<>();

    /** Keys of backends that are not here, by backend. */
    private final Map<String, Set<String>> absent = new TreeMap<>();

    Resolution(List<SettingsSource> sources, Backends backends) {
        this.sources = new ArrayList<>(sources);
        this.candidates = Candidates.of(backends, problems);
        List<Setting> settings = new ArrayList<>(CoreSettings.ALL);
        candidates.settings().values().forEach(settings::addAll);
        this.known = new KnownKeys(settings);
        warnings.addAll(backends.failures());
    }

    Settings resolve() {
        List<Candidates.Candidate> chosen = gather();
        problems.throwIfAny();

        Map<BackendProvider, Map<String, String>> backends = new LinkedHashMap<>();
        Map<String, String> all = valuesOf(CoreSettings.ALL);
        for (Candidates.Candidate backend : chosen) {
            Map<String, String> own = valuesOf(backend.settings());
            backends.put(backend.provider(), own);
            all.putAll(own);
        }
        return new Settings(all, backends, labels(), unguarded, warnings);
    }

    SettingsSurvey survey() {
        List<String> chosen =
                gather().stream().map(candidate -> candidate.provider().name()).toList();
        List<SettingEntry> all = new ArrayList<>();
        CoreSettings.ALL.forEach(setting -> all.addAll(entriesOf(setting, null)));
        candidates
                .settings()
                .forEach((backend, settings) -> settings.forEach(setting -> all.addAll(entriesOf(setting, backend))));
        return new SettingsSurvey(all, chosen, problems.sentences(), warnings);
    }

    private List<SettingEntry> entriesOf(Setting setting, @Nullable String backend) {
        List<SettingEntry> found = new ArrayList<>();
        entries.forEach((key, entry) -> {
            if (setting.equals(known.of(key))) {
                found.add(new SettingEntry(key, backend, setting, Setting.shown(key, entry.value), entry.toString()));
            }
        });
        return found.isEmpty()
                ? List.of(new SettingEntry(setting.key(), backend, setting, setting.defaultValue(), null))
                : found;
    }

    /** Goes through all the sources; gives the backends that are chosen. */
    private List<Candidates.Candidate> gather() {
        List.copyOf(sources).forEach(this::collect);
        boolean complete = readFile()
                && sources.stream().allMatch(source -> source.problems().isEmpty());
        readSecretFiles();
        entries.forEach(this::check);
        absent.forEach((backend, names) -> warnings.add(
                String.join(", ", names) + (names.size() == 1 ? " has" : " have") + " no effect: the backend " + backend
                        + " is not on the classpath; " + Candidates.cure(backend)));
        // What a file would have chosen that cannot be read cannot be known.
        boolean driver = sources.stream().anyMatch(source -> source.spelling() == Spelling.SPARK);
        return complete ? candidates.choose(entries, driver, problems) : List.of();
    }

    /** Adds the file that one of the other sources names. False, and a problem more, if there should be one and is not. */
    private boolean readFile() {
        Entry config = entries.get(CoreSettings.CONFIG.key());
        if (config == null || config.value.isBlank()) {
            return true;
        }
        try {
            SettingsSource file = SettingsSource.file(Path.of(config.value.strip()));
            sources.add(file);
            collect(file);
            return true;
        } catch (InvalidPathException e) {
            problems.add(config + ": " + Quoted.text(config.value) + " is no path");
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> problems.add(config + ": " + problem));
        }
        return false;
    }

    private void collect(SettingsSource source) {
        source.problems().forEach(problems::add);
        Spelling spelling = source.spelling();
        source.entries().forEach((name, value) -> {
            String rest = spelling.strip(name);
            String key = spelling == Spelling.VARIABLE ? known.ofVariable(rest) : rest;
            if (spelling.isForeign(name)) {
                inForeignWords(source, name);
            } else if (spelling == Spelling.FILE && key.equals(CoreSettings.CONFIG.key())) {
                problems.add(name + " " + source.placeOf(name) + " has no effect: a settings file cannot name another");
            } else if (known.of(key) != null) {
                Entry entry = new Entry(value, name, source);
                entries.putIfAbsent(key, entry);
                lookForPassword(key, entry);
            } else {
                unknown(source, name, key, value);
            }
        });
    }

    /** A file may be shared with other programs, whose keys may look like ours without the prefix. */
    private void inForeignWords(SettingsSource source, String name) {
        boolean asInSpark = name.startsWith(Spelling.SPARK.prefix());
        String key = asInSpark ? Spelling.SPARK.strip(name) : name;
        if (known.of(key) == null) {
            return;
        }
        String place = name + " " + source.placeOf(name);
        String right = source.spelling().write(key);
        if (asInSpark || !source.hasOwnKeys()) {
            problems.add(place + " has no effect: write " + right);
        } else {
            warnings.add(place + " is not read by Curfew: write " + right + " if it was meant for it");
        }
    }

    private void unknown(SettingsSource source, String name, String key, String value) {
        String backend = key.contains(".") ? key.substring(0, key.indexOf('.')) : "";
        if (candidates.isUnreadable(backend)) {
            return;
        }
        if (Candidates.KNOWN.contains(backend) && !candidates.has(backend)) {
            Entry entry = new Entry(value, Quoted.plain(name), source);
            absent.computeIfAbsent(backend, b -> new TreeSet<>()).add(entry.toString());
            lookForPassword(key, entry);
            return;
        }
        String cure = known.nearest(key)
                .map(nearest -> "did you mean " + source.spelling().write(nearest) + "?")
                .orElse("take it out");
        problems.add(Quoted.plain(name) + " " + source.placeOf(name) + " is no setting of Curfew: " + cure);
    }

    private void lookForPassword(String key, Entry entry) {
        if (Setting.isSecret(key) || Setting.shown(key, entry.value).equals(entry.value)) {
            return;
        }
        unguarded.add(key);
        String secret = key.substring(0, key.indexOf('.') + 1) + "password";
        Setting setting = known.of(secret);
        warnings.add(entry + " has a password inside: it is kept out of our logs, but others may print it"
                + (setting == null
                        ? ""
                        : "; set " + entry.source.spelling().write(secret + KnownKeys.FILE_SUFFIX) + " instead"));
    }

    private void readSecretFiles() {
        for (String key : List.copyOf(entries.keySet())) {
            if (!known.namesSecretFile(key)) {
                continue;
            }
            Entry file = entries.remove(key);
            Entry direct = entries.get(KnownKeys.secretOf(key));
            if (file == null) {
                continue;
            }
            if (direct != null && direct.source == file.source) {
                problems.add(direct + " and " + file + " are both set: leave one of them out");
            } else if (direct == null || sources.indexOf(file.source) < sources.indexOf(direct.source)) {
                String secret = SecretFile.read(file.value, file.toString(), problems);
                if (secret != null) {
                    entries.put(KnownKeys.secretOf(key), new Entry(secret, file.name, file.source));
                }
            }
        }
    }

    private void check(String key, Entry entry) {
        Setting setting = known.of(key);
        String problem = setting == null ? null : setting.problemWith(entry.value);
        if (problem == null) {
            problem = moreProblemsWith(key, entry.value.strip());
        }
        if (problem != null) {
            problems.add(entry + ": " + problem);
        }
    }

    private static @Nullable String moreProblemsWith(String key, String value) {
        if (key.equals(CoreSettings.NAMESPACE.key())
                && !NAMESPACE.matcher(value).matches()) {
            return Quoted.text(value) + " is no namespace: write letters, digits, '-' and '_', at most 40 of them";
        }
        if (key.equals(CoreSettings.SIGNAL_EXPIRY.key())
                && Durations.parse(value).isZero()) {
            return "no signal would ever count: write a length of time above zero";
        }
        if (key.equals(CoreSettings.ROSTER_BEAT.key()) && Durations.parse(value).compareTo(SHORTEST_BEAT) < 0) {
            return Quoted.text(value) + " is too often: " + Durations.text(SHORTEST_BEAT) + " is the least";
        }
        if (key.startsWith(LABELS)) {
            try {
                Labels.check(key.substring(LABELS.length()), value);
            } catch (MalformedException e) {
                return e.getMessage();
            }
        }
        return null;
    }

    /** What is set of these, stripped but for secrets, and the defaults of the rest. */
    private Map<String, String> valuesOf(List<Setting> settings) {
        Map<String, String> values = new TreeMap<>();
        for (Setting setting : settings) {
            if (setting.defaultValue() != null) {
                values.put(setting.key(), setting.defaultValue());
            }
        }
        entries.forEach((key, entry) -> {
            if (settings.stream().anyMatch(setting -> setting.covers(key))) {
                values.put(key, Setting.isSecret(key) ? entry.value : entry.value.strip());
            }
        });
        return values;
    }

    private Labels labels() {
        Map<String, String> labels = new TreeMap<>();
        entries.forEach((key, entry) -> {
            if (key.startsWith(LABELS)) {
                labels.put(key.substring(LABELS.length()), entry.value.strip());
            }
        });
        return Labels.of(labels);
    }

    /**
     * A value with where it came from; printed, it is the place and not the value.
     *
     * @param value as it was written
     * @param name as it was written
     * @param source where
     */
    record Entry(String value, String name, SettingsSource source) {
        @Override
        public String toString() {
            return name + " " + source.placeOf(name);
        }
    }
}
