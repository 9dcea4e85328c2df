package io.github.curfew.config;

import io.github.curfew.ConfigurationException;
import io.github.curfew.hostile.Guard;
import io.github.curfew.model.Quoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings from every source: lines of {@code key=value}, and files in each form. Curfew's own secret is in all of them. */
public final class SettingsTarget {
    private static final Backends BACKENDS = Backends.of(List.of(FakeProvider.file(), FakeProvider.redis()));
    private static final String[] ENDINGS = {".properties", ".conf", ".json"};
    private static final Path DIRECTORY = directory();

    private SettingsTarget() {}

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("curfew-settings");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One input: the first byte says from where it comes. */
    public static void fuzzerTestOneInput(byte[] data) {
        String all = new String(data, StandardCharsets.UTF_8);
        if (data.length == 0 || all.contains(Guard.SECRET)) {
            return;
        }
        String text = new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
        int kind = data[0] & 7;
        if (kind < ENDINGS.length && data.length > 4_096) {
            // The library for HOCON takes memory by the square of a value's words; the file is its owner's.
            return;
        }
        Guard.read(SettingsTarget::refuses, () -> {
            SettingsSource source = kind < ENDINGS.length ? file(text, ENDINGS[kind]) : lines(text, kind);
            SettingsSource secret = SettingsSource.code(
                    Map.of("redis.password", Guard.SECRET, "redis.url", "redis://u:" + Guard.SECRET + "@h"));
            say(source.toString());
            for (List<SettingsSource> sources : List.of(List.of(source, secret), List.of(secret, source))) {
                try {
                    Settings settings = Settings.resolve(sources, BACKENDS);
                    say(settings.toString());
                    settings.warnings().forEach(SettingsTarget::say);
                } catch (ConfigurationException e) {
                    refuses(e);
                }
            }
        });
    }

    private static boolean refuses(Throwable problem) {
        if (problem instanceof ConfigurationException e) {
            e.problems().forEach(Guard::sentence);
            e.problems().forEach(Guard::hides);
            return e.problems().size() == 1;
        }
        return false;
    }

    /** Names and values of settings are their owner's: what is said of them hides secrets, and is shown by others. */
    private static void say(String text) {
        Guard.hides(text);
        Guard.shown(Quoted.sentence(text));
    }

    private static SettingsSource file(String text, String ending) throws IOException {
        Path file = DIRECTORY.resolve("settings" + ending);
        file.toFile().deleteOnExit();
        // What asks for another file may get it, as its owner wished: the form alone is looked at here.
        Files.writeString(file, text.contains("include") ? "" : text);
        return SettingsSource.file(file);
    }

    private static SettingsSource lines(String text, int kind) {
        Map<String, String> entries = new TreeMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            entries.put(equals < 0 ? line : line.substring(0, equals), line.substring(equals + 1));
        });
        entries.keySet().removeIf(key -> key.equalsIgnoreCase("config") || key.endsWith(".file"));
        return switch (kind) {
            case 3 -> SettingsSource.environment(entries);
            case 4 -> SettingsSource.sparkConf(entries);
            default -> SettingsSource.code(entries);
        };
    }
}
