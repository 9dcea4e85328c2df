package io.github.curfew.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.curfew.client.CurfewClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;

/** {@code java -jar curfew.jar stop orders --wait}. */
final class CommandLine implements Way {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path jar;
    private final Map<String, String> settings;

    CommandLine(Path jar, Map<String, String> settings) {
        this.jar = jar;
        this.settings = settings;
    }

    @Override
    public String title() {
        return "Curfew";
    }

    @Override
    public boolean knowsWhom() {
        return true;
    }

    /** On a busy machine a driver may still be on its way to its broker when its query works already. */
    @Override
    public void prepare(Job job, StreamingQuery query) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        try (CurfewClient client = CurfewClient.connect(settings)) {
            while (client.roster().stream()
                    .noneMatch(entry -> entry.status().run().displayName().equals(job.name()))) {
                if (System.nanoTime() > end) {
                    throw new IOException("nobody on the broker knows of the query " + job.name());
                }
            }
        }
    }

    @Override
    public Stamps stop(Job job, StreamingQuery query) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "stop",
                job.name(),
                "--wait",
                "--output",
                "json",
                "--stream"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        try (Onlooker onlooker = new Onlooker(settings)) {
            Instant began = Instant.now();
            Process process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            Instant known = null;
            Instant inHand = null;
            String signal = null;
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode event = JSON.readTree(line);
                    switch (event.path("event").asText()) {
                        case "expected" ->
                            known = known == null
                                    ? Instant.parse(event.path("time").asText())
                                    : known;
                        case "sent" -> signal = event.path("signal").asText();
                        case "stopped" -> inHand = Instant.now();
                        default -> {}
                    }
                }
            }
            int exit = process.waitFor();
            Instant gone = Instant.now();
            job.awaitEnd(query);
            return stamps(onlooker, began, known, signal, inHand, gone, exit);
        }
    }

    private static Stamps stamps(
            Onlooker onlooker,
            Instant began,
            @Nullable Instant known,
            @Nullable String signal,
            @Nullable Instant inHand,
            Instant gone,
            int exit)
            throws IOException, InterruptedException {
        if (exit != 0 || known == null || signal == null || inHand == null) {
            throw new IOException(
                    "curfew stop ended with " + exit + " and without the word that the query has stopped");
        }
        Onlooker.Seen seen = onlooker.seen(signal);
        // A broker that is slow to tell who is there is not waited for, and tells later.
        Instant asked = known.isBefore(seen.published()) ? known : seen.published();
        return new Stamps(began, seen.parsed(), asked, seen.published(), seen.received(), seen.stopped(), inHand, gone);
    }

    @Override
    public void close() {}
}
