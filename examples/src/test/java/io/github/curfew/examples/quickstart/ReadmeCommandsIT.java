package io.github.curfew.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.examples.account.Account;
import io.github.curfew.examples.account.Feed;
import io.github.curfew.examples.readme.Readme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Types what the README says, with the paths of this machine in it. */
class ReadmeCommandsIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Installation installation = Installation.at(Readme.root());
    private Workshop workshop;
    private Path home;
    private Path log;
    private Path signalling;

    @BeforeEach
    void open() throws IOException {
        workshop = Workshop.open();
        home = Files.createDirectories(workshop.directory().resolve("orders"));
        signalling = workshop.directory().resolve("signalling");
        log = Files.createDirectories(installation.logs()).resolve("readme.log");
        Files.deleteIfExists(log);
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void anUnawareApplicationIsListedAndStopped() throws Exception {
        try (Feed feed = new Feed(home.resolve("incoming"), 10)) {
            feed.run(Duration.ofMillis(200));
            Application application = submit();
            await().atMost(LONG).until(() -> {
                application.mustRun();
                return Files.exists(home.resolve("written")) && Files.size(home.resolve("written")) > 0;
            });
            List<String> said = typeStopCommands();
            assertThat(said).hasSize(2);
            assertThat(said.get(0)).as("list").contains("orders");
            assertThat(said.get(1)).as("stop").contains("orders").contains("stopped");
            application.awaitEnd(LONG);
            feed.pause();
            submit("--catch-up").awaitEnd(LONG);
            Account account = Account.of(feed.given(), Files.readAllLines(home.resolve("written")));
            assertThat(account).isEqualTo(new Account(account.in(), account.in(), 0, 0));
        }
    }

    private Application submit(String... arguments) throws IOException {
        String typed = block("submit").replace("\\\n", " ");
        assertThat(typed).startsWith("spark-submit ").endsWith(" my-app.jar");
        String options = typed.substring("spark-submit ".length(), typed.length() - " my-app.jar".length())
                .replace("curfew-core.jar", installation.coreJar())
                .replace("/shared/curfew", signalling.toString());
        List<String> command = new Command()
                .addAll(installation.sparkSubmit(log, workshop.directory()))
                .add(options.strip().split("\\s+"))
                .add("--class", "io.github.curfew.examples.orders.OrdersApp")
                .add(installation.examplesJar(), home.toString())
                .add(arguments)
                .words();
        return new Application(workshop.start(command, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), log), log);
    }

    private List<String> typeStopCommands() throws Exception {
        Map<String, String> environment = new HashMap<>();
        List<String> said = new ArrayList<>();
        for (String line : block("stop").lines().toList()) {
            if (line.startsWith("export ")) {
                String[] variable = line.substring("export ".length()).split("=", 2);
                environment.put(variable[0], variable[1].replace("/shared/curfew", signalling.toString()));
            } else {
                assertThat(line).startsWith("java -jar curfew.jar ");
                String arguments = line.substring("java -jar curfew.jar ".length());
                said.add(run(
                        new Command()
                                .addAll(installation.cli())
                                .add(arguments.split(" "))
                                .words(),
                        environment));
            }
        }
        return said;
    }

    private String run(List<String> command, Map<String, String> environment) throws Exception {
        Process process = workshop.start(command, environment, log);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static String block(String name) throws IOException {
        String block = Readme.blocks().get(name);
        assertThat(block).as("the README's block %s", name).isNotNull();
        return String.valueOf(block).strip();
    }
}
