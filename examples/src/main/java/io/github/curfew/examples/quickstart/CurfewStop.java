package io.github.curfew.examples.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** By Curfew's CLI, over a directory; the application does not know. */
final class CurfewStop implements Way {
    private final Installation installation;
    private final Workshop workshop;
    private final Path directory;
    private final Path log;

    CurfewStop(Installation installation, Workshop workshop) {
        this.installation = installation;
        this.workshop = workshop;
        this.directory = workshop.directory().resolve("signalling");
        this.log = installation.logs().resolve("cli.log");
    }

    @Override
    public String title() {
        return "curfew stop";
    }

    @Override
    public String application() {
        return "io.github.curfew.examples.orders.OrdersApp";
    }

    @Override
    public List<String> submission() {
        return new Command()
                .add("--jars", installation.coreJar())
                .conf("spark.plugins", "io.github.curfew.spark.CurfewPlugin")
                .conf("spark.curfew.file.dir", directory.toString())
                // As often as the other way looks for its file.
                .conf("spark.curfew.file.poll-interval", "100ms")
                .words();
    }

    @Override
    public Stop stop(Path home) throws IOException, InterruptedException {
        Set<String> before = signals();
        Process cli = workshop.start(
                new Command()
                        .addAll(installation.cli())
                        .add("stop", "orders", "--wait")
                        .words(),
                Map.of("CURFEW_FILE_DIR", directory.toString()),
                log);
        // What it prints fits into the pipe; nobody has to read it meanwhile.
        while (before.containsAll(signals())) {
            if (!cli.isAlive() && before.containsAll(signals())) {
                throw failed(cli);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return new Sent(System.nanoTime(), cli);
    }

    private Set<String> signals() throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve("default").resolve("signals"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
                    .collect(Collectors.toSet());
        } catch (NoSuchFileException e) {
            return Set.of();
        }
    }

    private Failure failed(Process cli) {
        String said;
        try {
            said = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            said = e.toString();
        }
        return new Failure(
                "'curfew stop orders --wait' ended with exit code " + cli.exitValue()
                        + (said.isEmpty() ? "" : " and said: " + said),
                log);
    }

    private final class Sent implements Stop {
        private final long at;
        private final Process cli;

        Sent(long at, Process cli) {
            this.at = at;
            this.cli = cli;
        }

        @Override
        public long at() {
            return at;
        }

        @Override
        public void await() throws InterruptedException {
            if (!cli.waitFor(60, TimeUnit.SECONDS)) {
                throw new Failure("'curfew stop orders --wait' had not ended after 60 s", log);
            }
            if (cli.exitValue() != 0) {
                throw failed(cli);
            }
        }
    }
}
