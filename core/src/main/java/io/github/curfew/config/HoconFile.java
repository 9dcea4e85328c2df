package io.github.curfew.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file in HOCON or JSON. It alone knows the library for that, which need not be there: whoever loads this class
 * has to expect a {@link LinkageError}. Calls nothing that the library's version 1.2 has not.
 */
final class HoconFile {
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??[^}\"]*}");

    private final Path file;
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> places = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private HoconFile(Path file) {
        this.file = file;
    }

    /** Reads a file that exists. */
    static FileContent read(Path file, boolean json) {
        HoconFile reading = new HoconFile(file);
        ConfigParseOptions form = ConfigParseOptions.defaults()
                .setSyntax(json ? ConfigSyntax.JSON : ConfigSyntax.CONF)
                .setAllowMissing(false);
        try {
            // The rest of the file may be another program's, with substitutions that only that one resolves.
            Config config = ConfigFactory.parseFile(file.toFile(), form)
                    .resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
            reading.walk("", config.root());
        } catch (ConfigException e) {
            throw new ConfigurationException(reading.failure(e, json ? "JSON" : "HOCON"));
        } catch (StackOverflowError e) {
            throw new ConfigurationException(
                    "the settings file " + file + " is nested too deeply to be read: no setting of Curfew needs that");
        }
        return new FileContent(reading.values, reading.places, reading.problems);
    }

    private void walk(String prefix, ConfigObject object) {
        object.forEach((key, value) -> {
            String name = prefix.isEmpty() ? key : prefix + "." + key;
            try {
                if (value instanceof ConfigObject inner) {
                    walk(name, inner);
                } else {
                    leaf(name, value);
                }
            } catch (ConfigException.NotResolved e) {
                unresolved(name, value);
            }
        });
    }

    private void leaf(String name, ConfigValue value) {
        String text = value instanceof ConfigList list ? joined(name, list) : text(value);
        if (text != null) {
            values.put(name, text);
            String place = place(value.origin());
            if (place != null) {
                places.put(name, place);
            }
        }
    }

    /** As it was written, so that 1.10 is not 1.1. Null for what is set to null, which counts as not set. */
    private static @Nullable String text(ConfigValue value) {
        return value.valueType() == ConfigValueType.NULL
                ? null
                : value.atKey("value").getString("value");
    }

    private @Nullable String joined(String name, ConfigList list) {
        List<String> words = new ArrayList<>();
        for (ConfigValue value : list) {
            boolean nested = value instanceof ConfigObject || value instanceof ConfigList;
            String word = nested ? null : text(value);
            if (word == null) {
                complain(name, list, "is a list of more than words: write it as [one, two]");
                return null;
            }
            words.add(word);
        }
        return String.join(",", words);
    }

    private void unresolved(String name, ConfigValue value) {
        Set<String> missing = new LinkedHashSet<>();
        Matcher matcher = SUBSTITUTION.matcher(Setting.isSecret(name) ? "" : value.render());
        while (matcher.find()) {
            missing.add(matcher.group());
        }
        complain(
                name,
                value,
                "refers to " + (missing.isEmpty() ? "${...}" : String.join(" and ", missing))
                        + ", which is set neither there nor in the environment: set it, or write ${?...} to do without");
    }

    private void complain(String name, ConfigValue value, String sentence) {
        if (name.startsWith(Spelling.OURS) || name.equals("curfew")) {
            String place = place(value.origin());
            problems.add(name + " " + (place == null ? "in " + file : place) + " " + sentence);
        }
    }

    private static @Nullable String place(ConfigOrigin origin) {
        return origin.filename() == null || origin.lineNumber() < 1
                ? null
                : "in " + origin.filename() + ":" + origin.lineNumber();
    }

    private String failure(ConfigException problem, String form) {
        ConfigOrigin origin = problem.origin();
        if (origin == null || problem instanceof ConfigException.IO) {
            return "the settings file " + file + " cannot be read as " + form + ": check its path and its permissions";
        }
        String name = origin.filename() == null ? file.toString() : origin.filename();
        int line = origin.lineNumber();
        String reason = String.valueOf(problem.getMessage());
        if (reason.startsWith(origin.description() + ":")) {
            reason = reason.substring(origin.description().length() + 1);
        }
        reason = reason.replaceFirst("(?s)\\(if you intended.*", "").strip();
        return "the settings file " + name + " is no " + form + (line < 1 ? "" : " in line " + line)
                + (mayHoldSecret(name, line) ? "" : " (" + reason + ")") + ": correct it";
    }

    /** The reason may quote what stands there, or a line above. */
    private static boolean mayHoldSecret(String name, int line) {
        try {
            List<String> lines = Files.readAllLines(Path.of(name), StandardCharsets.UTF_8);
            return lines
                    .subList(Math.max(0, Math.min(line - 2, lines.size())), Math.max(0, Math.min(line, lines.size())))
                    .stream()
                    .anyMatch(text -> Setting.isSecret(text) || text.contains("://"));
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }
}
