package io.github.curfew.client;

import io.github.curfew.ConfigurationException;
import io.github.curfew.CurfewException;
import io.github.curfew.config.Settings;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Quoted;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * The backends that a sender has open. It asks them all at once, so that one that is slow or out of reach holds up no
 * other. Thread-safe. Has daemon threads while it asks, and for some seconds after.
 */
final class Transports {
    private static final Duration CLOSING = Duration.ofSeconds(3);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Map<String, Transport> open;
    private final ExecutorService pool = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), Transports::thread);
    private volatile boolean closed;

    private Transports(Map<String, Transport> open) {
        this.open = Collections.unmodifiableMap(open);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "curfew-client-worker");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens what the settings choose. Does not touch the network.
     *
     * @throws ConfigurationException with every problem, if a backend cannot be opened with its settings
     */
    static Transports open(Settings settings) {
        String sender = UUID.randomUUID().toString();
        Map<String, Transport> open = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (BackendProvider backend : settings.backends()) {
            BackendConfig config = settings.backendConfig(backend, BackendConfig.Role.SENDER, sender);
            try {
                open.put(backend.name(), backend.open(config));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            } catch (RuntimeException | LinkageError e) {
                problems.add("the backend " + backend.name() + " cannot be opened: " + sentence(e));
            }
        }
        if (!problems.isEmpty()) {
            open.values().forEach(Transport::close);
            throw new ConfigurationException(problems);
        }
        return new Transports(open);
    }

    /** All of them, by their names, in the order in which they were chosen. */
    Map<String, Transport> all() {
        return open;
    }

    /** How soon the slowest will have brought what was just published. */
    Duration hearingTime() {
        return open.values().stream()
                .map(Transport::hearingTime)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** What has to be set for reports to be there for others than their addressee, one sentence for each backend. */
    List<String> needsOfReports() {
        List<String> needs = new ArrayList<>();
        open.forEach((name, transport) -> {
            if (!transport.capabilities().replaysReports()) {
                String need = transport.needOfReports();
                needs.add("the backend " + name + " keeps no reports for others than the sender whom they answer"
                        + (need == null ? "" : ": " + need));
            }
        });
        return needs;
    }

    /** Runs what must not hold up whoever has it run; refuses when closed. */
    Executor pool() {
        return pool;
    }

    /**
     * What they say to a question.
     *
     * @param given the answers, by the backend's name
     * @param failures why there is none; no backend is in both
     */
    record Answers<T>(Map<String, T> given, Map<String, Throwable> failures) {}

    /**
     * Asks some of them at once. Blocks until all have answered, at most for so long.
     *
     * @throws CurfewException if the client is closed, or the thread is interrupted meanwhile
     */
    <T> Answers<T> ask(Map<String, Transport> whom, Duration most, BiFunction<String, Transport, T> question) {
        if (closed) {
            throw closedException();
        }
        Map<String, CompletableFuture<T>> pending = new LinkedHashMap<>();
        whom.forEach((name, transport) ->
                pending.put(name, CompletableFuture.supplyAsync(() -> question.apply(name, transport), pool)));
        Map<String, T> given = new LinkedHashMap<>();
        Map<String, Throwable> failures = new LinkedHashMap<>();
        long end = System.nanoTime() + most.toNanos();
        pending.forEach((name, answer) -> {
            try {
                given.put(name, answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (ExecutionException e) {
                failures.put(name, e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                failures.put(name, new CurfewException("no answer within " + Durations.text(most), e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CurfewException(
                        "this thread was interrupted while it waited for the backend " + name
                                + ", which goes on with what it was asked for",
                        e);
            }
        });
        if (closed) {
            throw closedException();
        }
        return new Answers<>(given, failures);
    }

    /** One sentence, on one line whatever a server said, and fit for a user where it was made for one. */
    static String sentence(Throwable problem) {
        String message = problem.getMessage();
        return Quoted.sentence(problem instanceof CurfewException && message != null ? message : problem.toString());
    }

    static CurfewException closedException() {
        return new CurfewException("this client is closed: connect another one");
    }

    /** Closes all at once. Blocks until they are, some three seconds at the most; one that hangs is left behind. */
    void close() {
        closed = true;
        pool.shutdownNow();
        List<Thread> closing = new ArrayList<>();
        open.forEach((name, transport) -> {
            Thread thread = new Thread(transport::close, "curfew-client-close-" + name);
            thread.setDaemon(true);
            thread.start();
            closing.add(thread);
        });
        long end = System.nanoTime() + CLOSING.toNanos();
        try {
            for (Thread thread : closing) {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
