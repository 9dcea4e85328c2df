package io.github.curfew.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.model.Outcome;
import io.github.curfew.model.SignalId;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is on a broker: a command prints lines of its own alone, and nothing that a terminal would act upon. */
@Timeout(120)
final class HostileTextTest {
    private static final SignalId SIGNAL = new SignalId("/ops" + HostileDriver.TEXT, "4711" + HostileDriver.TEXT);
    private static final FixedTerminal TERMINAL = new FixedTerminal(24, 300);

    @TempDir
    Path dir;

    private Map<String, String> environment = Map.of();
    private HostileDriver driver;

    @BeforeEach
    void sayHello() {
        environment = Map.of("CURFEW_FILE_DIR", dir.toString(), "CURFEW_FILE_POLL_INTERVAL", "50ms", "NO_COLOR", "1");
        driver = new HostileDriver(dir);
        driver.hello();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @EnumSource
    void aList(Output output) {
        Typed list = typed("list", "-L", "team", "-o", output.toString());
        assertThat(list.out()).contains("orders");
        assertShown(list);
        assertShown(typed("list", "--watch", "--for", "0s", "-o", output.toString()));
        assertShown(Typed.in(environment, TERMINAL, "list", "--watch", "--for", "0s", "-o", output.toString()));
        assertShown(typed("list", "--sort-by", HostileDriver.LABEL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "name"})
    void aStatus(String output) {
        driver.say(SIGNAL, Outcome.REFUSED);
        for (World.@Nullable Terminal terminal : Arrays.asList(null, TERMINAL)) {
            Typed status = Typed.in(environment, terminal, "status", SIGNAL.id(), "--wait", "-o", output);
            assertThat(status.code()).as(status.toString()).isEqualTo(ExitCode.NOT_AS_ASKED);
            assertThat(status.out()).contains("orders");
            assertShown(status);
        }
        assertShown(typed("status", SIGNAL.id(), "-o", output));
        assertShown(typed("status", "4712" + HostileDriver.TEXT, "-o", output));
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "name"})
    void aWatch(String output) {
        for (World.@Nullable Terminal terminal : Arrays.asList(null, TERMINAL)) {
            StringWriter seen = new StringWriter();
            CompletableFuture<Typed> watch = CompletableFuture.supplyAsync(
                    () -> Typed.in(environment, terminal, seen, "watch", "--for", "4s", "-o", output));
            await().until(() -> seen.toString().contains("orders"));
            driver.say(SIGNAL, Outcome.REFUSED);
            Typed watched = watch.join();
            if (!output.equals("name")) {
                assertThat(watched.out()).contains("refused", "4711");
            }
            assertShown(watched);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "name"})
    void aStopThatWaits(String output) throws InterruptedException {
        assertShown(stop(null, "-o", output));
        assertShown(stop(TERMINAL, "-o", output));
    }

    @Test
    void aStopThatStreams() throws InterruptedException {
        assertShown(stop(null, "-o", "json", "--stream"));
    }

    @Test
    void aStopThatIsNotPublished() {
        assertShown(typed("stop", "--all", "--dry-run"));
        assertShown(typed("stop", "--all", "--dry-run", "-o", "json"));
    }

    /** What a server said when it refused, as a sentence of the client's or not. */
    @ParameterizedTest
    @EnumSource
    void aTrouble(Output output) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        World world = Typed.world(Map.of(), TERMINAL, out, err);
        List<String> troubles = List.of(HostileDriver.TEXT);
        new WatchLines(world, output, new Paint(false)).show(List.of(), List.of(), troubles);
        new WatchScreen(world.out(), TERMINAL, new Paint(false), false).show(List.of(), List.of(), troubles);
        world.say(HostileDriver.TEXT);
        world.out().flush();
        world.err().flush();
        boolean isForPrograms = output == Output.JSON || output == Output.NAME;
        assertThat(err.toString().lines())
                .hasSize(isForPrograms ? 2 : 1)
                .allMatch(line -> line.startsWith("curfew: x " + HostileDriver.FORGED));
        assertShown(new Typed(0, out.toString(), err.toString()));
    }

    @Test
    void aStackTrace() throws IOException {
        Path inTheWay = Files.writeString(dir.resolve("in-the-way"), "no directory");
        String place = inTheWay + "/x\n" + HostileDriver.FORGED + "\u001b[2J";
        Typed stop = Typed.in(Map.of("CURFEW_FILE_DIR", place), "stop", "orders", "--stacktrace");
        assertThat(stop.code()).as(stop.toString()).isEqualTo(ExitCode.ERROR);
        assertThat(stop.err()).contains("Suppressed: ", HostileDriver.FORGED);
        assertShown(stop);
    }

    private Typed stop(World.@Nullable Terminal terminal, String... form) throws InterruptedException {
        String[] args = Stream.concat(Stream.of("stop", "--all", "--wait"), Stream.of(form))
                .toArray(String[]::new);
        CompletableFuture<Typed> stop = CompletableFuture.supplyAsync(() -> Typed.in(environment, terminal, args));
        driver.answerStop();
        Typed stopped = stop.join();
        assertThat(stopped.code()).as(stopped.toString()).isEqualTo(ExitCode.NOT_AS_ASKED);
        assertThat(stopped.out()).contains("orders");
        return stopped;
    }

    private Typed typed(String... args) {
        return Typed.in(environment, args);
    }

    private static void assertShown(Typed typed) {
        String shown = typed.out().replaceAll("\r(\u001b\\[\\d+A)?\u001b\\[J", "") + typed.err();
        assertThat(shown.lines()).noneMatch(line -> line.startsWith(HostileDriver.FORGED));
        assertThat(shown.codePoints().filter(HostileTextTest::isHarmful).mapToObj(Character::getName))
                .as(shown)
                .isEmpty();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point != '\n';
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
