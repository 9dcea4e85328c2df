package io.github.curfew.config;

import io.github.curfew.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Reads a file in the form that its ending tells. */
final class SettingsFile {
    private SettingsFile() {}

    static FileContent read(Path file) {
        if (!Files.exists(file)) {
            throw new ConfigurationException("the settings file " + file + " does not exist: check its path");
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".properties")) {
            return properties(file);
        }
        boolean json = name.endsWith(".json");
        if (json || name.endsWith(".conf") || name.endsWith(".hocon")) {
            return hocon(file, json);
        }
        throw new ConfigurationException("the form of the settings file " + file
                + " is not known: let its name end in .conf (HOCON), .json or .properties");
    }

    private static FileContent properties(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "the settings file " + file + " is no properties file in UTF-8: write lines of curfew.key=value");
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the settings file " + file + " cannot be read (" + e + "): check its path and its permissions");
        }
        return new FileContent(SettingsSource.strings(read), Map.of(), List.of());
    }

    private static FileContent hocon(Path file, boolean json) {
        try {
            return HoconFile.read(file, json);
        } catch (LinkageError e) {
            throw new ConfigurationException("the settings file " + file + " needs a library to be read ("
                    + e.getMessage()
                    + " is missing): put com.typesafe:config 1.2.1 or newer on the classpath, or write the settings"
                    + " into a file that ends in .properties");
        }
    }
}
