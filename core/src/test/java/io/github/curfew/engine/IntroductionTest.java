package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.engine.Scheduler.Lane;
import io.github.curfew.model.Action;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Labels;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Transport;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whom a driver tells of: a sender waits for whoever was listed before its signal, so that one has to obey it. */
class IntroductionTest {
    private static final EngineSettings SETTINGS = new EngineSettings(
            "default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1));
    private static final DriverInfo INFO = new DriverInfo("d", "app", "app", "host", "1", "3", Instant.EPOCH);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<String> told = new ArrayList<>();

    @Test
    void aRunIsNotListedBeforeItsFenceStands() {
        Position end = delivery -> Position.Order.AFTER;
        Transport broker = (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(),
                new Class<?>[] {Transport.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "capabilities" -> new Capabilities(true, true, Duration.ofMillis(1), 256 * 1024);
                    case "end" -> end;
                    case "publish" -> {
                        told.add(((Outgoing) arguments[0]).body().text());
                        yield new Receipt("r" + told.size(), Instant.EPOCH);
                    }
                    default -> null;
                });
        Parts parts = Parts.of(SETTINGS, INFO, Map.of("b", broker), scheduler, new SplittableRandom(1), () -> {});
        parts.links().get(0).contact();

        // Its fence waits for the broker, and meanwhile somebody asks who is there.
        var fenced = parts.register(new IdleRun(new RunInfo("run-1", Instant.EPOCH, Labels.of(Map.of()))));
        parts.desk().accept(Signal.create("/s", Action.PING, Selector.EVERYONE, Terms.DEFAULT, Instant.EPOCH));
        scheduler.run(Lane.BROKER);

        assertThat(fenced).isCompleted();
        assertThat(told.get(0)).contains("\"alive\"").doesNotContain("run-1");
        assertThat(told.get(1)).contains("\"hello\"").contains("run-1");

        parts.desk().accept(Signal.create("/s", Action.PING, Selector.EVERYONE, Terms.DEFAULT, Instant.EPOCH));
        scheduler.run(Lane.BROKER);

        assertThat(told.get(2)).contains("\"alive\"").contains("run-1");
    }

    /** Whose hello goes out after the look is not in it: were the hello older, it would be taken to have ended since. */
    @Test
    void aListIsNoYoungerThanTheLookAtWhoIsThere() {
        Letters letters = new Letters(INFO, scheduler, SETTINGS, List::of);
        Instant hello = scheduler.now();
        var alive = letters.roster(
                () -> {
                    scheduler.pass(Duration.ofMillis(1));
                    return List.of();
                },
                null);
        assertThat(alive)
                .singleElement()
                .satisfies(told -> assertThat(told.time()).isBeforeOrEqualTo(hello));
    }
}
