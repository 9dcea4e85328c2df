package io.github.curfew.config;

import io.github.curfew.model.Quoted;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is set for profiles, whichever is chosen: {@code profiles.eu.redis.url} is {@code redis.url} of {@code eu}. */
final class Profiles {
    static final String PREFIX = "profiles.";

    private static final Pattern KEY = Pattern.compile("profiles\\.([A-Za-z0-9][A-Za-z0-9_-]{0,39})\\.(.+)");

    private final Map<String, Map<String, Entry>> byName = new TreeMap<>();

    /**
     * A key of one profile.
     *
     * @param profile whose
     * @param key as it is called without a profile
     */
    record Key(String profile, String key) {
        /** Splits a key; null if it is none of a profile's. */
        static @Nullable Key of(String key) {
            Matcher matcher = KEY.matcher(key);
            return matcher.matches() ? new Key(matcher.group(1), matcher.group(2)) : null;
        }

        /** What stands before the key. */
        String prefix() {
            return PREFIX + profile + ".";
        }

        /** Why it cannot be set for a profile; null if it can. */
        @Nullable String problem() {
            return key.equals(CoreSettings.CONFIG.key())
                            || key.equals(CoreSettings.PROFILE.key())
                            || key.startsWith(PREFIX)
                    ? "has no effect: a profile cannot set " + Quoted.plain(key)
                    : null;
        }
    }

    static boolean isOne(String key) {
        return key.startsWith(PREFIX);
    }

    /** What an earlier source says, a later one does not change. */
    void add(Key key, Entry entry) {
        byName.computeIfAbsent(key.profile(), name -> new TreeMap<>()).putIfAbsent(key.key(), entry);
    }

    /** What is set for one. */
    Map<String, Entry> of(String name) {
        return byName.getOrDefault(name, Map.of());
    }

    /** Goes through all that is set, with whole keys. */
    void forEach(BiConsumer<Key, Entry> what) {
        byName.forEach((name, entries) -> entries.forEach((key, entry) -> what.accept(new Key(name, key), entry)));
    }

    /** The names in a list of them. */
    static Set<String> names(@Nullable Entry wanted) {
        Set<String> names = new LinkedHashSet<>();
        if (wanted != null) {
            for (String word : wanted.value().split(",", -1)) {
                if (!word.isBlank()) {
                    names.add(word.strip());
                }
            }
        }
        return names;
    }

    /**
     * The one that is chosen; null if none is, or a problem more.
     *
     * @param complete whether all that is set could be read
     */
    @Nullable String choose(@Nullable Entry wanted, boolean complete, Problems problems) {
        Set<String> names = names(wanted);
        if (names.size() > 1) {
            problems.add(wanted + " names several profiles, and only one can be used at a time here: name one of "
                    + String.join(", ", names));
            return null;
        }
        for (String name : names) {
            if (byName.containsKey(name)) {
                return name;
            }
            if (complete) {
                problems.add(wanted + " names " + Quoted.text(name) + ", and " + cure(name));
            }
        }
        return null;
    }

    private String cure(String name) {
        if (byName.isEmpty()) {
            return "no profile is described: write its settings as in curfew.profiles.eu.redis.url into the file that"
                    + " config names";
        }
        String there = "there is no such profile (there is " + String.join(", ", byName.keySet()) + ")";
        return there
                + NearestWord.to(name, byName.keySet())
                        .map(nearest -> ": did you mean " + nearest + "?")
                        .orElse(": name another, or describe it as in curfew.profiles.eu.redis.url");
    }
}
