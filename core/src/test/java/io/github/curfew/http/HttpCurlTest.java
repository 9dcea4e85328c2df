package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpCurlTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void hasCurl() {
        boolean found = List.of(System.getenv("PATH").split(java.io.File.pathSeparator)).stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path, "curl")));
        assumeTrue(found, "curl is not on the PATH");
    }

    private static String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "--max-time", "20"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void stopsAQueryByItsId() throws Exception {
        try (DoorFixture driver = DoorFixture.open()) {
            StubRun run = driver.run("orders");
            String url = "localhost:" + driver.port();
            assertThat(curl("-i", "-X", "POST", url + "/stop/id-of-orders?wait=15s"))
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("\"report\":\"stopped\"");
            assertThat(run.hasEnded()).isTrue();
            assertThat(curl(url + "/runs")).contains("\"runs\":[]");
        }
    }

    @Test
    void sendsWordsAndEventsAsTheyAre() throws Exception {
        try (DoorFixture driver = DoorFixture.open()) {
            String url = "localhost:" + driver.port() + "/signals?wait=15s";
            StubRun words = driver.run("orders");
            assertThat(curl("-d", "stop orders", url)).contains("\"over\":true");
            assertThat(words.hasEnded()).isTrue();
            StubRun event = driver.run("orders");
            String padding = " ".repeat(200_000);
            Path file = Files.writeString(directory.resolve("event.json"), "{\"stop\":\"orders\"}" + padding);
            assertThat(curl("-H", "Transfer-Encoding: chunked", "-T", file.toString(), "-X", "POST", url))
                    .contains("\"over\":true");
            assertThat(event.hasEnded()).isTrue();
            StubRun expecting = driver.run("orders");
            assertThat(curl("-H", "Expect: 100-continue", "--data-binary", "@" + file, url))
                    .contains("\"over\":true");
            assertThat(expecting.hasEnded()).isTrue();
        }
    }

    @Test
    void speaksTls() throws Exception {
        KeyTool made = KeyTool.make(directory, "driver", "EC");
        try (DoorFixture driver = DoorFixture.open(Map.of(
                "http.token", "abc",
                "http.tls.cert.file", made.certificate().toString(),
                "http.tls.key.file", made.key().toString()))) {
            driver.run("orders");
            String url = "https://driver.test:" + driver.port() + "/stop/orders?wait=15s";
            String to = "driver.test:" + driver.port() + ":127.0.0.1";
            String authority = made.certificate().toString();
            assertThat(curl("-X", "POST", "--resolve", to, "--cacert", authority, url))
                    .contains("\"status\":401");
            assertThat(curl(
                            "-X",
                            "POST",
                            "--resolve",
                            to,
                            "--cacert",
                            authority,
                            "-H",
                            "Authorization: Bearer abc",
                            url))
                    .contains("\"report\":\"stopped\"");
        }
    }
}
