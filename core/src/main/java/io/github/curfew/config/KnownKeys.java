package io.github.curfew.config;

import io.github.curfew.spi.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All keys that mean something here, and what comes nearest to one that does not. */
record KnownKeys(List<Setting> settings) {
    /** A secret's value can lie in a file, which this key names. */
    static final String FILE_SUFFIX = ".file";

    KnownKeys {
        settings = List.copyOf(settings);
    }

    /** The setting that a key belongs to, be it the key of the file that holds a secret; null if there is none. */
    @Nullable Setting of(String key) {
        Setting exact = find(key).orElse(null);
        return exact == null && namesSecretFile(key) ? find(secretOf(key)).orElse(null) : exact;
    }

    /** Whether a key names the file that holds a secret, where the key itself is no setting of its own. */
    boolean namesSecretFile(String key) {
        return key.endsWith(FILE_SUFFIX)
                && find(key).isEmpty()
                && find(secretOf(key)).filter(Setting::isSecret).isPresent();
    }

    static String secretOf(String fileKey) {
        return fileKey.substring(0, fileKey.length() - FILE_SUFFIX.length());
    }

    private Optional<Setting> find(String key) {
        return settings.stream().filter(setting -> setting.covers(key)).findFirst();
    }

    /** The key that an environment variable means, its prefix taken off; where there is none, the likeliest spelling. */
    String ofVariable(String rest) {
        String profiles = Spelling.variable(Profiles.PREFIX);
        int end = rest.startsWith(profiles) ? rest.indexOf('_', profiles.length()) : -1;
        if (end > 0) {
            String name = rest.substring(profiles.length(), end).toLowerCase(Locale.ROOT);
            return Profiles.PREFIX + name + "." + ofVariable(rest.substring(end + 1));
        }
        Optional<String> exact =
                concrete().filter(key -> Spelling.variable(key).equals(rest)).findFirst();
        if (exact.isPresent()) {
            return exact.get();
        }
        String dotted = rest.toLowerCase(Locale.ROOT).replace('_', '.');
        return settings.stream()
                .map(Setting::key)
                .filter(key -> key.endsWith(".*"))
                .map(key -> key.substring(0, key.length() - 1))
                .filter(prefix -> rest.startsWith(Spelling.variable(prefix)))
                .map(prefix -> prefix + dotted.substring(prefix.length()))
                .findFirst()
                .orElse(dotted);
    }

    /** The key that was probably meant. */
    Optional<String> nearest(String wrong) {
        return NearestWord.to(wrong, concrete().toList());
    }

    private Stream<String> concrete() {
        return settings.stream()
                .filter(setting -> !setting.key().endsWith(".*"))
                .flatMap(setting -> setting.isSecret()
                        ? Stream.of(setting.key(), setting.key() + FILE_SUFFIX)
                        : Stream.of(setting.key()));
    }
}
