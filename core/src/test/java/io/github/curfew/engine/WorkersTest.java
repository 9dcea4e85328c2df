package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.curfew.engine.Scheduler.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads come when they are needed, are used again, and go. */
@Timeout(60)
class WorkersTest {
    private final Workers workers = new Workers(1);

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void aThreadThatWaitsTakesTheNextTask() {
        Thread first = threadOf(Lane.BROKER);
        for (int task = 0; task < 20; task++) {
            await().until(() -> first.getState() == Thread.State.TIMED_WAITING);
            assertThat(threadOf(Lane.BROKER)).isSameAs(first);
        }
    }

    @Test
    void aTaskThatBlocksHoldsUpNoOther() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(2);
        for (int task = 0; task < 2; task++) {
            workers.execute(Lane.BROKER, () -> {
                blocked.countDown();
                await().until(() -> end.getCount() == 0);
            });
        }
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        Thread third = threadOf(Lane.BROKER);

        assertThat(third.getName()).isEqualTo("curfew-broker-3");
        assertThat(threadOf(Lane.STREAM).getName()).startsWith("curfew-stream-");
        end.countDown();
    }

    @Test
    void noTaskIsLostAndThereAreNeverMoreThreadsThanMayBe() throws InterruptedException {
        int posters = 4;
        int each = 5_000;
        CountDownLatch done = new CountDownLatch(posters * each);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int poster = 0; poster < posters; poster++) {
            Thread thread = new Thread(() -> {
                for (int task = 0; task < each; task++) {
                    workers.execute(Lane.BROKER, () -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        now.decrementAndGet();
                        done.countDown();
                    });
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void threadsGoWhenThereIsNothingToDoAndComeAgain() {
        Thread first = threadOf(Lane.STREAM);
        await().atMost(Duration.ofSeconds(20)).until(() -> !first.isAlive());

        assertThat(threadOf(Lane.STREAM)).isNotSameAs(first);
    }

    @Test
    void takesNothingAndThrowsNothingOnceItIsClosed() {
        workers.close();
        AtomicInteger ran = new AtomicInteger();
        workers.execute(Lane.BROKER, ran::incrementAndGet);
        workers.after(Duration.ZERO, ran::incrementAndGet);

        assertThat(ran).hasValue(0);
    }

    private Thread threadOf(Lane lane) {
        AtomicReference<Thread> ran = new AtomicReference<>();
        workers.execute(lane, () -> ran.set(Thread.currentThread()));
        return await().until(ran::get, thread -> thread != null);
    }
}
