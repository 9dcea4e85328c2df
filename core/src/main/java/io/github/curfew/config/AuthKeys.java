package io.github.curfew.config;

import io.github.curfew.MalformedException;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Key;
import io.github.curfew.auth.Use;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Selector;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes keys of the settings that describe them. */
final class AuthKeys {
    private static final String PREFIX = "auth.keys.";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final Map<String, Entry> entries;
    private final Problems problems;

    private AuthKeys(Map<String, Entry> entries, Problems problems) {
        this.entries = entries;
        this.problems = problems;
    }

    /** What signatures go by; a problem more for each key that is none. */
    static AuthSettings of(Map<String, Entry> entries, Problems problems) {
        return new AuthKeys(entries, problems).settings();
    }

    private AuthSettings settings() {
        Map<String, Key> keys = new LinkedHashMap<>();
        TreeSet<String> ids = new TreeSet<>();
        entries.keySet().stream()
                .filter(key -> key.startsWith(PREFIX))
                .map(key -> key.substring(PREFIX.length(), key.indexOf('.', PREFIX.length())))
                .forEach(ids::add);
        for (String id : ids) {
            Key key = key(id);
            if (key != null) {
                keys.put(id, key);
            }
        }
        Entry signWith = entries.get(CoreSettings.AUTH_SIGN_WITH.key());
        String signer = signWith == null ? null : signWith.value().strip();
        if (signer != null && !ids.contains(signer)) {
            problems.add(signWith + " names the key " + Quoted.text(signer) + ", which is not described: "
                    + NearestWord.to(signer, ids)
                            .map(nearest -> "did you mean " + nearest + "?")
                            .orElse("set curfew.auth.keys." + Quoted.plain(signer) + ".secret.file"));
        }
        Entry skew = entries.get(CoreSettings.AUTH_SKEW.key());
        Entry required = entries.get(CoreSettings.AUTH_REQUIRED.key());
        try {
            return new AuthSettings(
                    required != null && Boolean.parseBoolean(required.value().strip()),
                    skew == null ? AuthSettings.NONE.skew() : Durations.parse(skew.value()),
                    signer,
                    new TreeMap<>(keys));
        } catch (MalformedException e) {
            // That the skew is no length of time has been told already.
            return AuthSettings.NONE;
        }
    }

    private @Nullable Key key(String id) {
        Entry any = entries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(PREFIX + id + "."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        if (!ID.matcher(id).matches()) {
            problems.add(any + ": " + Quoted.text(id)
                    + " is no id of a key: write letters, digits, '-' and '_', at most 64 of them");
            return null;
        }
        try {
            Selector reach = reach(id);
            return Key.of(id, text(id, "secret"), text(id, "public-key"), reach, use(id, reach));
        } catch (MalformedException e) {
            problems.add(any + ": the key " + id + " cannot be used: " + e.getMessage());
            return null;
        }
    }

    private Selector reach(String id) {
        String selector = text(id, "selector");
        return selector == null ? Selector.EVERYONE : Selector.parse(selector.strip());
    }

    private Use use(String id, Selector reach) {
        String use = text(id, "use");
        Use most = reach.isEveryone() ? Use.ANY : Use.SIGNALS;
        try {
            return use == null ? most : Use.valueOf(use.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            // That it is none has been told already.
            return most;
        }
    }

    private @Nullable String text(String id, String name) {
        Entry entry = entries.get(PREFIX + id + "." + name);
        return entry == null ? null : entry.value();
    }
}
