package io.github.curfew.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** By Curfew's CLI; the application does not know. */
final class CurfewStop implements Way {
    private final Installation installation;
    private final Workshop workshop;
    private final Carrier carrier;
    private final Path log;

    CurfewStop(Installation installation, Workshop workshop, Carrier carrier) {
        this.installation = installation;
        this.workshop = workshop;
        this.carrier = carrier;
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
        Command command = new Command()
                .add("--jars", String.join(",", carrier.jars()))
                .conf("spark.plugins", "io.github.curfew.spark.CurfewPlugin");
        carrier.settings().forEach((key, value) -> command.conf("spark.curfew." + key, value));
        carrier.driverSettings().forEach((key, value) -> command.conf("spark.curfew." + key, value));
        return command.words();
    }

    @Override
    public Map<String, String> variables() {
        return carrier.variables();
    }

    @Override
    public Stop stop(Path home) throws IOException {
        Map<String, String> environment = new TreeMap<>(carrier.variables());
        carrier.settings().forEach((key, value) -> environment.put(variable(key), value));
        Process cli = workshop.start(
                new Command()
                        .addAll(installation.cli())
                        .add("stop", "orders", "--wait")
                        .words(),
                environment,
                log);
        BufferedReader said = cli.inputReader(StandardCharsets.UTF_8);
        // Its first line says that the signal is published.
        String first = said.readLine();
        long at = System.nanoTime();
        return new Sent(at, cli, first, said);
    }

    static String variable(String key) {
        return "CURFEW_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private final class Sent implements Stop {
        private final long at;
        private final Process cli;
        private final String first;
        private final BufferedReader said;

        Sent(long at, Process cli, String first, BufferedReader said) {
            this.at = at;
            this.cli = cli;
            this.first = first;
            this.said = said;
        }

        @Override
        public long at() {
            return at;
        }

        /** What it prints fits into the pipe; nobody has to read it meanwhile. */
        @Override
        public void await() throws InterruptedException {
            if (!cli.waitFor(60, TimeUnit.SECONDS)) {
                cli.destroyForcibly();
                throw new Failure("'curfew stop orders --wait' had not ended after 60 s, and said: " + all(), log);
            }
            if (cli.exitValue() != 0) {
                throw new Failure(
                        "'curfew stop orders --wait' ended with exit code " + cli.exitValue() + " and said: " + all(),
                        log);
            }
        }

        private String all() {
            StringBuilder all = new StringBuilder(first == null ? "nothing" : first);
            said.lines().forEach(line -> all.append(" / ").append(line.strip()));
            return all.toString();
        }
    }
}
