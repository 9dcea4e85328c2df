package io.github.curfew.auth;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What signatures go by. Immutable; printing it shows no key.
 *
 * @param required whether only what is signed counts
 * @param skew how far two clocks may be apart
 * @param signWith the id of the key to sign with; null for the only one that can, if there is one, which also signs what the
 *     named one is not for
 * @param keys by their ids
 */
public record AuthSettings(
        boolean required, Duration skew, @Nullable String signWith, Map<String, Key> keys) {
    /** No signatures. */
    public static final AuthSettings NONE = new AuthSettings(false, Duration.ofSeconds(30), null, Map.of());

    /**
     * Copies the keys.
     *
     * @param required see {@link #required()}
     * @param skew see {@link #skew()}
     * @param signWith see {@link #signWith()}
     * @param keys see {@link #keys()}
     */
    public AuthSettings {
        keys = Map.copyOf(keys);
    }

    /**
     * The same, signing with another key.
     *
     * @param key its id
     * @return settings that differ in that alone
     */
    public AuthSettings signingWith(String key) {
        return new AuthSettings(required, skew, key, keys);
    }

    /** The key that signs what this process says; null if none does. */
    @Nullable Key signer(Use kind) {
        Key named = signWith == null ? null : keys.get(signWith);
        if (named != null && named.canSign(kind)) {
            return named;
        }
        // The named one is for the other kind, if it is for any: of a driver that takes over, which signs both.
        List<Key> able = able(kind);
        return able.size() == 1 ? able.get(0) : null;
    }

    private List<Key> able(Use kind) {
        return new TreeMap<>(keys)
                .values().stream().filter(key -> key.canSign(kind)).toList();
    }

    /**
     * Looks whether signals can be signed, by one who publishes nothing.
     *
     * @throws ConfigurationException with every problem, if they cannot
     */
    public void checkSigning() {
        List<String> problems = new ArrayList<>();
        checkSigner(Use.SIGNALS, problems);
        if (problems.isEmpty() && signer(Use.SIGNALS) == null) {
            problems.add("no key can sign signals: set curfew.auth.keys.<id>.secret.file, with the id that the drivers"
                    + " know");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    private void checkSigner(Use says, List<String> problems) {
        Key named = signWith == null ? null : keys.get(signWith);
        if (named != null && !named.canSign(says)) {
            problems.add("curfew.auth.sign-with names the key " + named.id() + ", which cannot sign " + says.word()
                    + ": set curfew.auth.keys." + named.id() + ".secret to its private key, and its use to any or "
                    + says.word());
        }
        if (!keys.isEmpty() && !isLibraryThere()) {
            problems.add(
                    "keys are set under curfew.auth.keys, and the library for signatures is not on the class path: add"
                            + " org.bitbucket.b_c:jose4j:0.9.7 to it, or use one of the bundles, which have it inside");
        }
        List<Key> able = able(says);
        if (signWith == null && able.size() > 1) {
            problems.add("several keys can sign " + says.word() + " (" + String.join(", ", ids(able))
                    + "): set curfew.auth.sign-with to one of them");
        }
    }

    /**
     * Tells what keeps a driver or a sender from working with these settings.
     *
     * @param role who wants to
     * @return one sentence for each problem; empty where there is none
     */
    public List<String> problems(Role role) {
        boolean driver = role == Role.DRIVER;
        Use says = driver ? Use.REPORTS : Use.SIGNALS;
        Use hears = driver ? Use.SIGNALS : Use.REPORTS;
        List<String> problems = new ArrayList<>();
        checkSigner(says, problems);
        if (required && keys.values().stream().noneMatch(key -> key.canVerify(hears))) {
            problems.add("curfew.auth.required is true, and no key can verify " + hears.word()
                    + ", so that none would count: set curfew.auth.keys.<id>." + (driver ? "public-key" : "secret")
                    + ".file, with an id of your choice");
        }
        if (required && !driver && able(says).isEmpty()) {
            problems.add("curfew.auth.required is true, and no key can sign signals, so that drivers would refuse them:"
                    + " set curfew.auth.keys.<id>.secret.file, with the id that the drivers know");
        }
        return problems;
    }

    /**
     * Tells what keeps a driver from taking over from another version, which it has to ask, and whose reports and its own
     * it has to believe.
     *
     * @return one sentence for each problem; empty where there is none
     */
    public List<String> takeoverProblems() {
        if (!required) {
            return List.of();
        }
        String both = "curfew.takeover and curfew.auth.required are true, and ";
        List<String> problems = new ArrayList<>();
        List<Key> able = able(Use.SIGNALS);
        if (able.isEmpty()) {
            problems.add(both + "no key here can sign signals, so that no predecessor would stop when it is asked: set"
                    + " curfew.auth.keys.<id>.secret.file, with an id that the running version knows, or leave"
                    + " curfew.takeover out");
        } else if (signer(Use.SIGNALS) == null) {
            problems.add(both + "several keys can sign signals (" + String.join(", ", ids(able))
                    + "): leave the secret to one of them, or set curfew.auth.sign-with to one whose use is any");
        }
        Key says = signer(Use.REPORTS);
        if (says == null && able(Use.REPORTS).isEmpty()) {
            problems.add(both + "no key here can sign reports, so that versions would not know of each other: set"
                    + " curfew.auth.keys.<id>.secret.file, with an id that all versions know");
        } else if (says != null && !says.canVerify(Use.REPORTS)) {
            problems.add(both + "the key " + says.id() + ", which signs reports here, cannot verify those of other"
                    + " versions: set curfew.auth.keys." + says.id() + ".public-key.file beside its secret");
        }
        return problems;
    }

    /**
     * Tells what may not be what was meant.
     *
     * @param role whose settings they are
     * @return one sentence each
     */
    public List<String> warnings(Role role) {
        if (role == Role.DRIVER && required && signer(Use.REPORTS) == null) {
            return List.of("curfew.auth.required is true, and no key here can sign reports: senders that ask for"
                    + " signatures will not believe that anything has stopped");
        }
        return List.of();
    }

    private static boolean isLibraryThere() {
        try {
            Class<?> found =
                    Class.forName("org.jose4j.jws.JsonWebSignature", false, AuthSettings.class.getClassLoader());
            return found != null;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static List<String> ids(List<Key> keys) {
        return keys.stream().map(Key::id).toList();
    }
}
