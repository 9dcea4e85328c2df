package io.github.curfew.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One of {@code examples/publishers}, run as somebody without Curfew would, where its interpreter and client are. */
public final class PublisherScript {
    private static final Path FOLDER = root().resolve("examples/publishers");
    private static final long PATIENCE_SECONDS = 60;

    private final Path file;
    private final List<String> needs;

    private PublisherScript(Path file, List<String> needs) {
        this.file = file;
        this.needs = needs;
    }

    /**
     * Names a script.
     *
     * @param name such as {@code redis/publish.py}; what it ends in tells the interpreter
     * @param needs modules of Python, packages of Node or programs, without which it cannot run
     * @return the script
     */
    public static PublisherScript of(String name, String... needs) {
        return new PublisherScript(FOLDER.resolve(name), List.of(needs));
    }

    /**
     * Says what is missing.
     *
     * @return null if the script can be run here
     * @throws IOException if no program can be started
     * @throws InterruptedException if the thread is interrupted
     */
    public @Nullable String missing() throws IOException, InterruptedException {
        if (interpreter() == null) {
            return isPython()
                    ? "no python3 on the PATH has the modules " + needs
                    : (isNode() ? "node" : "bash") + " is not on the PATH";
        }
        for (String need : isPython() ? List.<String>of() : needs) {
            if (isNode()
                    ? !Files.exists(FOLDER.resolve("node_modules").resolve(need))
                    : programs(need).isEmpty()) {
                return isNode()
                        ? need + " is not installed: type npm install --no-package-lock in examples/publishers"
                        : need + " is not on the PATH";
            }
        }
        return null;
    }

    /**
     * Has it publish a stop, and fails if it failed.
     *
     * @param environment variables beside those of this process
     * @param selector who is meant
     * @param reason why
     * @return what it said
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread is interrupted
     */
    public String stop(Map<String, String> environment, String selector, String reason)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(String.valueOf(interpreter()), file.toString()));
        if (isPython() || isNode()) {
            command.addAll(List.of(selector, reason));
        } else {
            String quoted = reason.replace("\\", "\\\\").replace("\"", "\\\"");
            command.add("stop " + selector + " --reason \"" + quoted + '"');
        }
        return run(environment, command);
    }

    /**
     * Runs some lines of Python that call this module, and fails if they failed.
     *
     * @param environment variables beside those of this process
     * @param lines of Python; their first argument is the folder in which the module lies
     * @param arguments the further ones
     * @return what they said
     * @throws IOException if Python cannot be started
     * @throws InterruptedException if the thread is interrupted
     */
    public String invoke(Map<String, String> environment, String lines, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(String.valueOf(interpreter()), "-B", "-c", lines));
        command.add(String.valueOf(file.getParent()));
        command.addAll(List.of(arguments));
        return run(environment, command);
    }

    private String run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(file + " failed: " + said);
        }
        return said;
    }

    private boolean isPython() {
        return file.toString().endsWith(".py");
    }

    private boolean isNode() {
        return file.toString().endsWith(".mjs");
    }

    /** Of several Pythons, the one that has the modules: a distribution's packages are not those of another Python. */
    private @Nullable Path interpreter() throws IOException, InterruptedException {
        for (Path program : programs(isPython() ? "python3" : isNode() ? "node" : "bash")) {
            if (!isPython() || imports(program)) {
                return program;
            }
        }
        return null;
    }

    private boolean imports(Path python) throws IOException, InterruptedException {
        List<String> command = List.of(
                python.toString(), "-I", "-c", "import sys" + (needs.isEmpty() ? "" : ", " + String.join(", ", needs)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    private static List<Path> programs(String name) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .toList();
    }

    /** The repository's root: tests run in their module's directory. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("quickstart"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("this is no folder of Curfew's sources");
        }
        return folder;
    }
}
