package io.github.curfew.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Each way in which settings can be written. */
enum Form {
    FLAGS("namespace on the command line"),
    CODE("namespace in code"),
    ENVIRONMENT("CURFEW_NAMESPACE in the environment"),
    SYSTEM_PROPERTIES("curfew.namespace in the system properties"),
    SPARK_CONF("spark.curfew.namespace in the SparkConf"),
    HOCON("curfew.namespace in "),
    JSON("curfew.namespace in "),
    PROPERTIES("curfew.namespace in ");

    private final String place;

    Form(String place) {
        this.place = place;
    }

    /** How the place of {@code namespace} begins. */
    String place() {
        return place;
    }

    /** Writes settings, where there must be a file into a directory of its own, and reads them. */
    SettingsSource source(Map<String, String> values, Path dir) throws IOException {
        Path own = Files.createTempDirectory(dir, "form");
        return switch (this) {
            case FLAGS -> SettingsSource.flags(values);
            case CODE -> SettingsSource.code(values);
            case ENVIRONMENT -> SettingsSource.environment(variables(values));
            case SYSTEM_PROPERTIES -> SettingsSource.systemProperties(properties(values));
            case SPARK_CONF -> SettingsSource.sparkConf(prefixed("spark.curfew.", values));
            case HOCON -> file(own.resolve("curfew.conf"), lines(values, "%s = \"%s\"", "curfew {\n", "\n", "\n}\n"));
            case JSON ->
                file(own.resolve("curfew.json"), lines(values, "\"%s\": \"%s\"", "{\"curfew\": {", ", ", "}}"));
            case PROPERTIES ->
                file(own.resolve("curfew.properties"), lines(prefixed("curfew.", values), "%s=%s", "", "\n", "\n"));
        };
    }

    private static Map<String, String> prefixed(String prefix, Map<String, String> values) {
        Map<String, String> prefixed = new HashMap<>();
        values.forEach((key, value) -> prefixed.put(prefix + key, value));
        return prefixed;
    }

    private static Map<String, String> variables(Map<String, String> values) {
        Map<String, String> variables = new HashMap<>();
        values.forEach((key, value) -> variables.put("CURFEW_" + Spelling.variable(key), value));
        return variables;
    }

    private static Properties properties(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(prefixed("curfew.", values));
        return properties;
    }

    private static String lines(Map<String, String> values, String form, String begin, String separator, String end) {
        return values.entrySet().stream()
                .map(entry -> String.format(form, entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(separator, begin, end));
    }

    private static SettingsSource file(Path file, String text) throws IOException {
        return SettingsSource.file(Files.writeString(file, text));
    }
}
