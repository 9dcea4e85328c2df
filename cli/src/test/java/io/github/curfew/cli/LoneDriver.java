package io.github.curfew.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A process with one driver and one run, that says {@code ready} and lives until it is killed or its input ends. */
final class LoneDriver {
    private LoneDriver() {}

    /** Starts one; what it says goes into that file. */
    static Process start(Path log, String name, Map<String, String> settings, Map<String, String> labels)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LoneDriver.class.getName(),
                name));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        labels.forEach((key, value) -> command.add("+" + key + "=" + value));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Arguments: the run's name, and settings as {@code key=value}; those that begin with a + are labels. */
    public static void main(String[] args) throws Exception {
        Map<String, String> flags = new LinkedHashMap<>();
        Map<String, String> labels = new HashMap<>();
        for (String pair : List.of(args).subList(1, args.length)) {
            int equals = pair.indexOf('=');
            boolean isLabel = pair.startsWith("+");
            (isLabel ? labels : flags).put(pair.substring(isLabel ? 1 : 0, equals), pair.substring(equals + 1));
        }
        try (FakeDriver driver = new FakeDriver(flags, new FakeRun(args[0], true, labels))) {
            System.out.write(("ready with " + driver.runs() + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
            while (System.in.read() >= 0) {
                // Nothing of it is of interest but its end.
            }
        }
    }
}
