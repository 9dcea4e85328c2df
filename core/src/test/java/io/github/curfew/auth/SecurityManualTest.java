package io.github.curfew.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/security.md tells people to run, by openssl alone. */
@Timeout(60)
class SecurityManualTest {
    private static final Path MANUAL = Path.of("..", "docs", "security.md");

    @TempDir
    Path dir;

    private String run(String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(dir.toFile())
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String problem = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(problem).isZero();
        return said;
    }

    private boolean isOpensslThere() throws InterruptedException {
        try {
            return run("openssl version").startsWith("OpenSSL 3");
        } catch (IOException | AssertionError e) {
            return false;
        }
    }

    private static String block(String name) throws IOException {
        Matcher block = Pattern.compile("<!-- run as a test: " + name + " -->\n```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(MANUAL));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static String inManual(String start) throws IOException {
        Matcher command =
                Pattern.compile("`(" + Pattern.quote(start) + "[^`]*)`").matcher(Files.readString(MANUAL));
        assertThat(command.find()).isTrue();
        return command.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pair", "secret"})
    void whatOpensslSignsCounts(String way) throws Exception {
        assumeTrue(isOpensslThere(), "openssl 3 is not there");
        Key key;
        if (way.equals("pair")) {
            String unused = run(inManual("openssl genpkey") + " && " + inManual("openssl pkey -in"));
            key = Key.of("ops", null, Files.readString(dir.resolve("ops.public.pem")), Selector.EVERYONE, Use.SIGNALS);
        } else {
            Files.writeString(dir.resolve("team.secret"), Keys.SECRET + "\n");
            key = Key.of("team", Keys.SECRET, null, Selector.EVERYONE, Use.SIGNALS);
        }
        String signed = run(block(way));

        Admission admission =
                new Admission(new AuthSettings(true, Duration.ofSeconds(30), null, Map.of(key.id(), key)), "default");
        Admitted<Signal> admitted =
                admission.signal(Payload.utf8(signed), Map.of(), new SignalId("/test", "1"), Instant.now());

        assertThat(admitted.message().selector()).isEqualTo(Selector.parse("orders"));
        assertThat(Objects.requireNonNull(admitted.seal()).key()).isEqualTo(key.id());
    }

    /** The manual's table names all that there is, in the code's own words. */
    @Test
    void theCountersThatItNamesAreThere() throws IOException {
        String manual = Files.readString(MANUAL).replaceAll("\\s+", " ");
        Map<String, String> words = new HashMap<>();
        for (var reason : io.github.curfew.spi.RefusedException.Reason.values()) {
            words.put(reason.word(), "`" + reason.word() + "`");
        }
        words.put("unsigned", "`signals.rejected.unsigned`");
        words.values().forEach(word -> assertThat(manual).contains(word));
    }
}
