package io.github.curfew.config;

import io.github.curfew.ConfigurationException;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Labels;
import io.github.curfew.model.Quoted;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes settings of sources, in one go, and gathers every problem on the way. Used once. */
final class Resolution {
    private final List<SettingsSource> sources;
    private final Candidates candidates;
    private final KnownKeys known;
    private final Problems problems = new Problems();
    private final List<String> warnings = new ArrayList<>();
    private final Profiles profiles = new Profiles();

    /** Of the keys of the profile that is chosen: after what is given, before all else. */
    private final int profileRank;

    private AuthSettings auth = AuthSettings.NONE;

    /** What holds, by key. */
    private final Map<String, Entry> entries = new TreeMap<>();

    /** Keys whose values hold a password, and whose names do not say so. */
    private final Set<String> unguarded = new TreeSet<>();

    /** Keys of backends that are not here, by backend. */
    private final Map<String, Set<String>> absent = new TreeMap<>();

    Resolution(List<SettingsSource> sources, Backends backends) {
        this.sources = new ArrayList<>(sources);
        this.profileRank = 2
                        * (int) sources.stream()
                                .filter(source -> source.spelling() == Spelling.BARE)
                                .count()
                - 1;
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
        return new Settings(all, backends, labels(), auth, unguarded, warnings);
    }

    /** The names of the profiles that are chosen, whether they are there or not. */
    Set<String> profileNames() {
        List.copyOf(sources).forEach(this::collect);
        boolean unused = readFile();
        return Profiles.names(entries.get(CoreSettings.PROFILE.key()));
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
                found.add(new SettingEntry(key, backend, setting, Setting.shown(key, entry.value()), entry.toString()));
            }
        });
        if (setting.equals(CoreSettings.PROFILES)) {
            profiles.forEach((key, entry) -> {
                String whole = key.prefix() + key.key();
                String value = Setting.shown(whole, entry.value());
                found.add(new SettingEntry(whole, backend, setting, value, entry.toString()));
            });
        }
        return found.isEmpty()
                ? List.of(new SettingEntry(setting.key(), backend, setting, setting.defaultValue(), null))
                : found;
    }

    /** What signing needs, for those who publish nothing themselves: no backend is chosen. */
    SigningSettings signing() {
        boolean unused = read();
        problems.throwIfAny();
        Map<String, String> all = valuesOf(CoreSettings.ALL);
        return new SigningSettings(
                String.valueOf(all.get(CoreSettings.NAMESPACE.key())),
                Durations.parse(String.valueOf(all.get(CoreSettings.SIGNAL_EXPIRY.key()))),
                auth);
    }

    /** Goes through all the sources; gives the backends that are chosen. */
    private List<Candidates.Candidate> gather() {
        // What would have been chosen by a file that cannot be read, or a profile that is not there, cannot be known.
        boolean whole = read();
        boolean driver = sources.stream().anyMatch(source -> source.spelling() == Spelling.SPARK);
        return whole ? candidates.choose(deciding(driver), driver, problems) : List.of();
    }

    /** Goes through all the sources. False, if there is more that cannot be read. */
    private boolean read() {
        List.copyOf(sources).forEach(this::collect);
        boolean complete = readFile()
                && sources.stream().allMatch(source -> source.problems().isEmpty());
        Entry wanted = entries.get(CoreSettings.PROFILE.key());
        String profile = profiles.choose(wanted, complete, problems);
        profiles.forEach((key, entry) -> {
            if (!key.profile().equals(profile)) {
                check(key.key(), entry);
            }
        });
        if (profile != null) {
            profiles.of(profile).forEach(this::prefer);
        }
        SecretFile.readAll(entries, known, problems);
        entries.forEach(this::check);
        auth = AuthKeys.of(entries, problems);
        absent.forEach((backend, names) -> warnings.add(
                String.join(", ", names) + (names.size() == 1 ? " has" : " have") + " no effect: the backend " + backend
                        + " is not on the classpath; " + Candidates.cure(backend)));
        boolean profileIsMissing = profile == null && !Profiles.names(wanted).isEmpty();
        return complete && !profileIsMissing;
    }

    /** A broker that the chosen profile names is the one that is used, whatever else is set for others. */
    private Map<String, Entry> deciding(boolean driver) {
        Map<String, Entry> own = new TreeMap<>(entries);
        own.values().removeIf(entry -> entry.rank() > profileRank);
        boolean ofProfile = own.values().stream().anyMatch(entry -> entry.rank() == profileRank);
        return ofProfile && !own.containsKey(CoreSettings.BACKENDS.key()) && candidates.isAnyMarked(own, driver)
                ? own
                : entries;
    }

    private void prefer(String key, Entry entry) {
        Entry other = entries.get(key);
        if (other == null || other.rank() > profileRank) {
            entries.put(key, new Entry(entry.value(), entry.name(), entry.source(), profileRank));
        }
    }

    /** Adds the file that one of the other sources names. False, and a problem more, if there should be one and is not. */
    private boolean readFile() {
        Entry config = entries.get(CoreSettings.CONFIG.key());
        if (config == null || config.value().isBlank()) {
            return true;
        }
        try {
            SettingsSource file = SettingsSource.file(Path.of(config.value().strip()));
            sources.add(file);
            collect(file);
            return true;
        } catch (InvalidPathException e) {
            problems.add(config + ": " + Quoted.text(config.value()) + " is no path");
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
            } else if (Profiles.isOne(key)) {
                ofProfile(source, name, key, value);
            } else if (known.of(key) != null) {
                Entry entry = new Entry(value, name, source, 2 * sources.indexOf(source));
                entries.putIfAbsent(key, entry);
                lookForPassword(key, entry);
            } else {
                unknown(source, name, "", key, value);
            }
        });
    }

    private void ofProfile(SettingsSource source, String name, String key, String value) {
        Profiles.Key own = Profiles.Key.of(key);
        if (own == null) {
            problems.add(
                    Quoted.plain(name) + " " + source.placeOf(name) + " is no setting of a profile: write it as in "
                            + source.spelling().write(Profiles.PREFIX + "eu.redis.url"));
        } else if (own.problem() != null) {
            problems.add(Quoted.plain(name) + " " + source.placeOf(name) + " " + own.problem());
        } else if (known.of(own.key()) == null) {
            unknown(source, name, own.prefix(), own.key(), value);
        } else {
            Entry entry = new Entry(value, name, source, profileRank);
            profiles.add(own, entry);
            lookForPassword(key, entry);
        }
    }

    /** A file may be shared with other programs, whose keys may look like ours without the prefix. */
    private void inForeignWords(SettingsSource source, String name) {
        boolean asInSpark = name.startsWith(Spelling.SPARK.prefix());
        String key = asInSpark ? Spelling.SPARK.strip(name) : name;
        Profiles.Key own = Profiles.Key.of(key);
        if (known.of(own == null ? key : own.key()) == null || (Profiles.isOne(key) && own == null)) {
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

    private void unknown(SettingsSource source, String name, String prefix, String key, String value) {
        String backend = key.contains(".") ? key.substring(0, key.indexOf('.')) : "";
        if (candidates.isUnreadable(backend)) {
            return;
        }
        if (Candidates.KNOWN.contains(backend) && !candidates.has(backend)) {
            Entry entry = new Entry(value, Quoted.plain(name), source, 2 * sources.indexOf(source));
            if (prefix.isEmpty()) {
                absent.computeIfAbsent(backend, b -> new TreeSet<>()).add(entry.toString());
            }
            lookForPassword(prefix + key, entry);
            return;
        }
        String cure = known.nearest(key)
                .map(nearest -> "did you mean " + source.spelling().write(prefix + nearest) + "?")
                .orElse("take it out");
        problems.add(Quoted.plain(name) + " " + source.placeOf(name) + " is no setting of Curfew: " + cure);
    }

    private void lookForPassword(String key, Entry entry) {
        if (Setting.isSecret(key) || Setting.shown(key, entry.value()).equals(entry.value())) {
            return;
        }
        unguarded.add(key);
        Profiles.Key own = Profiles.Key.of(key);
        String prefix = own == null ? "" : own.prefix();
        String bare = own == null ? key : own.key();
        String secret = bare.substring(0, bare.indexOf('.') + 1) + "password";
        Setting setting = known.of(secret);
        warnings.add(entry + " has a password inside: it is kept out of our logs, but others may print it"
                + (setting == null
                        ? ""
                        : "; set " + entry.source().spelling().write(prefix + secret + KnownKeys.FILE_SUFFIX)
                                + " instead"));
    }

    private void check(String key, Entry entry) {
        Setting setting = known.of(key);
        String problem = setting == null ? null : setting.problemWith(entry.value());
        if (problem == null) {
            problem = ValueCheck.problemWith(key, entry.value().strip());
        }
        if (problem != null) {
            problems.add(entry + ": " + problem);
        }
    }

    /** What is set of these, stripped but for secrets, and the defaults of the rest. */
    private Map<String, String> valuesOf(List<Setting> settings) {
        Map<String, String> values = new TreeMap<>();
        for (Setting setting : settings) {
            if (setting.defaultValue() != null && setting.key().indexOf('*') < 0) {
                values.put(setting.key(), setting.defaultValue());
            }
        }
        entries.forEach((key, entry) -> {
            if (settings.stream().anyMatch(setting -> setting.covers(key))) {
                values.put(
                        key,
                        Setting.isSecret(key) ? entry.value() : entry.value().strip());
            }
        });
        return values;
    }

    private Labels labels() {
        Map<String, String> labels = new TreeMap<>();
        entries.forEach((key, entry) -> {
            if (key.startsWith(ValueCheck.LABELS)) {
                labels.put(
                        key.substring(ValueCheck.LABELS.length()), entry.value().strip());
            }
        });
        return Labels.of(labels);
    }
}
