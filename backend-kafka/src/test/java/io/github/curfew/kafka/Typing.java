package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.servers.KafkaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What people type with. */
final class Typing {
    private Typing() {}

    static List<String> kcat(String topic, String... options) {
        assumeTrue(isThere("kcat"), "kcat is not installed");
        List<String> command =
                new ArrayList<>(List.of("kcat", "-P", "-b", Broker.SERVER.bootstrapServers(), "-t", topic));
        command.addAll(List.of(options));
        return command;
    }

    /** The headers of a CloudEvent in binary mode. */
    static String[] cloudEvent(String id) {
        return new String[] {
            "-H", "ce_specversion=1.0",
            "-H", "ce_id=" + id,
            "-H", "ce_source=/ops",
            "-H", "ce_type=io.github.curfew.stop.requested.v1"
        };
    }

    /** A CloudEvent in structured mode. */
    static String cloudEvent(String id, String selector) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/ops\","
                + "\"type\":\"io.github.curfew.stop.requested.v1\",\"data\":{\"selector\":\"" + selector + "\"}}\n";
    }

    static List<String> consoleProducer(String topic) {
        return KafkaServer.tool(
                "org.apache.kafka.tools.ConsoleProducer",
                "--bootstrap-server",
                Broker.SERVER.bootstrapServers(),
                "--topic",
                topic);
    }

    private static boolean isThere(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static void type(String text, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
