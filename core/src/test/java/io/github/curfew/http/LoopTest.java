package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A driver may be short of files when it begins, and have enough a moment later. */
class LoopTest {
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final AtomicInteger missing = new AtomicInteger();
    private final Entrance entrance = new Entrance("http.", "127.0.0.1", 0, new Nobody());
    private final Loop loop = new Loop(this::open, List.of(entrance), this::look, () -> Duration.ZERO);
    private final Thread thread = new Thread(loop, "loop");

    private Selector open() throws IOException {
        if (missing.getAndDecrement() > 0) {
            throw new IOException("Too many open files");
        }
        return Selector.open();
    }

    private void look() {
        String problem = loop.problem();
        if (problem != null) {
            problems.add(problem);
        }
    }

    @AfterEach
    void end() {
        loop.close();
        await().until(() -> !thread.isAlive());
    }

    @Test
    void beginsOnceItHasASelector() {
        missing.set(2);
        thread.start();
        await().until(() -> entrance.address() != null);
        assertThat(problems)
                .hasSize(2)
                .containsOnly(
                        "the server cannot begin (Too many open files): most likely the driver has too many files open");
        assertThat(loop.problem()).isNull();
    }

    @Test
    void anInterruptDoesNotEndIt() {
        missing.set(2);
        thread.start();
        await().until(() -> loop.problem() != null);
        thread.interrupt();
        await().until(() -> entrance.address() != null);
    }

    @Test
    void endsWithoutEverHavingHadOne() {
        missing.set(Integer.MAX_VALUE);
        thread.start();
        await().until(() -> loop.problem() != null);
        loop.close();
        await().until(() -> !thread.isAlive());
        assertThat(entrance.address()).isNull();
    }

    /** No one comes in. */
    private static final class Nobody implements Entrance.Reception {
        @Override
        public @Nullable String problem() {
            return null;
        }

        @Override
        public Connection receive(SocketChannel channel, SelectionKey key) throws IOException {
            throw new IOException("nobody is received here");
        }
    }
}
