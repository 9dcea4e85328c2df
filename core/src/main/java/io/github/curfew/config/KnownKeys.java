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

    private static final String AMID = ".*.";

    KnownKeys {
        settings = List.copyOf(settings);
    }

    /** The setting that a key belongs to, be it the key of the file that holds a secret; null if there is none. */
    @Nullable Setting of(String key) {
        Setting exact = find(key).orElse(null);
        return exact == null && namesFile(key) ? find(secretOf(key)).orElse(null) : exact;
    }

    /** Whether a key names the file that holds a secret or a key, where the key itself is no setting of its own. */
    boolean namesFile(String key) {
        return key.endsWith(FILE_SUFFIX)
                && find(key).isEmpty()
                && find(secretOf(key)).filter(Setting::mayLieInFile).isPresent();
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
        Optional<String> amid = settings.stream()
                .filter(setting -> setting.key().contains(AMID))
                .flatMap(setting -> Stream.of(setting.key(), setting.key() + FILE_SUFFIX))
                .flatMap(key -> ofPattern(key, rest).stream())
                .findFirst();
        if (amid.isPresent()) {
            return amid.get();
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

    /** A variable has capitals for all, so what stands for the star is read in small letters. */
    private static Optional<String> ofPattern(String pattern, String rest) {
        int star = pattern.indexOf(AMID) + 1;
        String begin = Spelling.variable(pattern.substring(0, star));
        String end = Spelling.variable(pattern.substring(star + 1));
        boolean fits = rest.length() > begin.length() + end.length() && rest.startsWith(begin) && rest.endsWith(end);
        return fits
                ? Optional.of(pattern.substring(0, star)
                        + rest.substring(begin.length(), rest.length() - end.length())
                                .toLowerCase(Locale.ROOT)
                        + pattern.substring(star + 1))
                : Optional.empty();
    }

    /** The key that was probably meant. */
    Optional<String> nearest(String wrong) {
        return NearestWord.to(wrong, Stream.concat(concrete(), amid(wrong)).toList());
    }

    /** The keys with a star amid them, which stands for what the wrong one has in its place. */
    private Stream<String> amid(String wrong) {
        return settings.stream().filter(setting -> setting.key().contains(AMID)).flatMap(setting -> {
            String[] parts = wrong.split("\\.", -1);
            int place = setting.key().split("\\.", -1).length - 2;
            String key = parts.length > place ? setting.key().replace("*", parts[place]) : setting.key();
            return setting.mayLieInFile() ? Stream.of(key, key + FILE_SUFFIX) : Stream.of(key);
        });
    }

    private Stream<String> concrete() {
        return settings.stream()
                .filter(setting -> setting.key().indexOf('*') < 0)
                .flatMap(setting -> setting.mayLieInFile()
                        ? Stream.of(setting.key(), setting.key() + FILE_SUFFIX)
                        : Stream.of(setting.key()));
    }
}
