package io.github.curfew.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command line as people have it, each command in a process of its own.
 *
 * @param folder where what it says is kept
 * @param settings with which it meets the drivers
 */
record CommandLine(Path folder, Map<String, String> settings) {
    /**
     * One that has ended.
     *
     * @param code with which
     * @param said on both its outputs
     */
    record Ended(int code, String said) {}

    Ended run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Built.java().toString(), "-jar", Built.commandLine().toString()));
        command.addAll(List.of(words));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        Path said = folder.resolve("typed");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CURFEW_"));
        builder.environment().putAll(Carrier.NO_ACCOUNT);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                throw new AssertionError("did not end: " + command + "\n" + Files.readString(said));
            }
            return new Ended(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }
}
