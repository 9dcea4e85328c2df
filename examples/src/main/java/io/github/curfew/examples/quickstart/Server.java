package io.github.curfew.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real server, started for the quickstart. It ends with it.
 *
 * @param name what it is, for people
 * @param jars the one that has its backend in it
 * @param settings with which it is reached
 * @param variables that whoever reaches it needs
 */
record Server(String name, List<String> jars, Map<String, String> settings, Map<String, String> variables)
        implements Carrier {
    /** Starts it and waits until it is ready. */
    static Server start(String kind, Installation installation, Workshop workshop) throws IOException {
        Path log = installation.logs().resolve("server.log");
        Process process = workshop.serve(installation.server(kind), log);
        String name = kind;
        Map<String, String> settings = new TreeMap<>();
        Map<String, String> variables = new TreeMap<>();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new Failure(kind + " could not be started", log);
            }
            String rest = line.substring(line.indexOf(' ') + 1);
            String key = rest.substring(0, Math.max(0, rest.indexOf('=')));
            String value = rest.substring(rest.indexOf('=') + 1);
            switch (line.substring(0, Math.max(0, line.indexOf(' ')))) {
                case "name" -> name = rest;
                case "setting" -> settings.put(key, value);
                case "variable" -> variables.put(key, value);
                default -> throw new Failure(kind + " said what nobody understands: " + line, log);
            }
        }
        return new Server(name, List.of(installation.bundle(kind)), Map.copyOf(settings), Map.copyOf(variables));
    }

    @Override
    public Map<String, String> driverSettings() {
        return Map.of();
    }
}
