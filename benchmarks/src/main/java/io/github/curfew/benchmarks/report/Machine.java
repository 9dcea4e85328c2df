package io.github.curfew.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * On what was measured; nothing by which the machine could be told from others of its kind.
 *
 * @param cores that this JVM has
 * @param cpu the model
 * @param memory of the machine, in whole gigabytes
 * @param os with its version
 * @param jdk with its version
 */
public record Machine(int cores, String cpu, long memory, String os, String jdk) {
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)*");

    static Machine here() {
        Matcher version = VERSION.matcher(System.getProperty("os.version", ""));
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                line("/proc/cpuinfo", "model name"),
                memory(line("/proc/meminfo", "MemTotal")),
                System.getProperty("os.name") + (version.lookingAt() ? " " + version.group() : ""),
                System.getProperty("java.version", "unknown"));
    }

    private static long memory(String said) {
        Matcher kilobytes = VERSION.matcher(said);
        return kilobytes.find() ? Math.round(Long.parseLong(kilobytes.group()) * 1_024 / 1e9) : 0;
    }

    /** What the kernel says, where it says something. */
    private static String line(String file, String key) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            // No Linux: then it is not said.
            return "unknown";
        }
    }

    /** For the line below a table. */
    String text() {
        return String.format(Locale.ROOT, "%d cores of %s, %d GB, %s, JDK %s", cores, cpu, memory, os, jdk);
    }
}
