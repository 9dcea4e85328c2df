package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.engine.Outbox.Letter;
import io.github.curfew.engine.Scheduler.Lane;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final LinkHealth health = new LinkHealth("b", scheduler::now);
    private final Transport nothing = (Transport) Proxy.newProxyInstance(
            Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> null);
    private final Outbox outbox = new Outbox(nothing, scheduler, health, new SplittableRandom(1));
    private final List<String> sent = new ArrayList<>();
    private final List<String> givenUp = new ArrayList<>();
    private boolean down;

    private Letter letter(String name, boolean expendable) {
        return new Letter() {
            @Override
            void send(Transport transport) {
                if (down) {
                    throw TransportException.passing("down", new IllegalStateException());
                }
                sent.add(name);
            }

            @Override
            boolean isExpendable() {
                return expendable;
            }

            @Override
            void givenUp(String cause) {
                givenUp.add(name);
            }
        };
    }

    @Test
    void keepsTheOrderOverAnOutage() {
        down = true;
        outbox.post(letter("a", false));
        scheduler.run(Lane.BROKER);
        outbox.post(letter("b", true));
        down = false;
        outbox.hurry();
        scheduler.run(Lane.BROKER);
        assertThat(sent).containsExactly("a", "b");
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void aBeatAwakesNoOtherThread() {
        outbox.tell(List.of(letter("a", true), letter("b", true)));
        assertThat(sent).containsExactly("a", "b");
        assertThat(scheduler.waiting(Lane.BROKER)).isZero();
    }

    @Test
    void aBeatLeavesWhatCameMeanwhileToOthers() {
        Letter curious = new Letter() {
            @Override
            void send(Transport transport) {
                outbox.post(letter("b", false));
                outbox.post(letter("c", false));
            }
        };
        outbox.tell(List.of(curious));
        assertThat(sent).isEmpty();
        scheduler.run(Lane.BROKER);
        assertThat(sent).containsExactly("b", "c");
    }

    @Test
    void whenTimeIsShortOnlyWhatMustBeToldIs() {
        down = true;
        outbox.post(letter("first", true));
        for (int count = 0; count < 1_000; count++) {
            outbox.post(letter("chat", true));
        }
        outbox.post(letter("final", false));
        scheduler.run(Lane.BROKER);
        down = false;
        outbox.lastCall();
        scheduler.run(Lane.BROKER);
        assertThat(sent).containsExactly("first", "final");
    }

    @Test
    void aFullOneLosesWhatIsExpendable() {
        down = true;
        outbox.post(letter("under way", false));
        outbox.post(letter("chat", true));
        for (int count = 0; count < 9_999; count++) {
            outbox.post(letter("final", false));
        }
        assertThat(givenUp).containsExactly("chat");
    }

    @Test
    void aSealedOneGivesUpAll() {
        down = true;
        outbox.post(letter("a", false));
        outbox.seal();
        outbox.post(letter("b", false));
        assertThat(givenUp).containsExactly("a", "b");
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void whatIsRefusedAgainAndAgainGivesWay() {
        health.reading();
        down = true;
        outbox.post(letter("poison", false));
        for (int attempt = 0; attempt < 8; attempt++) {
            outbox.hurry();
            scheduler.run(Lane.BROKER);
        }
        assertThat(givenUp).containsExactly("poison");
    }
}
