package io.github.curfew.cli;

import io.github.curfew.CurfewException;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.model.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A question that was put to every cluster at once, and what they have answered so far. Each answers by itself, on a daemon
 * thread of its own, so that one that hangs keeps nobody from acting on what the others said. Thread-safe.
 */
final class Asked<T> {
    private final Map<String, CompletableFuture<T>> tasks = new LinkedHashMap<>();
    private final String unknown;
    private final Duration most;
    private final long began = System.nanoTime();

    /** What is asked of each cluster. */
    interface Question<T> {
        T put(String profile, CurfewClient client) throws InterruptedException;
    }

    /**
     * What they have said by now.
     *
     * @param given the answers, by the names of the profiles
     * @param failures one sentence for each cluster that gave none
     * @param open the profiles that have not answered yet
     */
    record Answers<T>(Map<String, T> given, List<String> failures, List<String> open) {}

    /**
     * Asks.
     *
     * @param unknown how each failure's sentence begins: what is not known for it
     * @param most after which time no answer is a failure
     */
    Asked(Map<String, CurfewClient> clients, Question<T> question, String unknown, Duration most) {
        this.unknown = unknown;
        this.most = most;
        clients.keySet().forEach(profile -> tasks.put(profile, new CompletableFuture<>()));
        clients.forEach((profile, client) -> {
            Thread thread = new Thread(() -> put(question, profile, client), "curfew-cli-" + profile);
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void put(Question<T> question, String profile, CurfewClient client) {
        CompletableFuture<T> task = task(profile);
        try {
            task.complete(question.put(profile, client));
        } catch (Throwable e) {
            // Whoever waits for the answer is told; else it would wait in vain.
            task.completeExceptionally(e);
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private CompletableFuture<T> task(String profile) {
        return Objects.requireNonNull(tasks.get(profile));
    }

    boolean isSeveral() {
        return tasks.size() > 1;
    }

    /** What has been answered by now. Does not block. */
    Answers<T> soFar() {
        Map<String, T> given = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        List<String> open = new ArrayList<>();
        boolean late = left() <= 0;
        tasks.forEach((profile, task) -> {
            if (task.isCompletedExceptionally()) {
                why(task).lines().forEach(line -> failures.add(Lines.about(isSeveral(), profile, unknown + line)));
            } else if (task.isDone()) {
                given.put(profile, task.join());
            } else if (late) {
                failures.add(Lines.about(isSeveral(), profile, unknown + "no answer within " + Lines.length(most)));
            } else {
                open.add(profile);
            }
        });
        return new Answers<>(given, failures, open);
    }

    /** Waits until each has answered, or has had its time. */
    synchronized Answers<T> all() throws InterruptedException {
        Answers<T> answers = soFar();
        while (!answers.open().isEmpty()) {
            wait(Math.max(1, left() / 1_000_000));
            answers = soFar();
        }
        return answers;
    }

    /**
     * Waits until one has answered.
     *
     * @throws CurfewException if none could
     */
    void first() throws InterruptedException {
        first(failures -> {});
    }

    /**
     * Waits until one has answered, and has what is known to have failed meanwhile told, again and again.
     *
     * @throws CurfewException if none could
     */
    synchronized void first(Consumer<List<String>> tell) throws InterruptedException {
        Answers<T> answers = soFar();
        while (answers.given().isEmpty()) {
            if (answers.open().isEmpty()) {
                throw none(answers.failures());
            }
            tell.accept(answers.failures());
            wait(Math.max(1, left() / 1_000_000));
            answers = soFar();
        }
    }

    private CurfewException none(List<String> failures) {
        if (!isSeveral() && unknown.isEmpty()) {
            for (CompletableFuture<T> task : tasks.values()) {
                if (task.isCompletedExceptionally()) {
                    return failure(task);
                }
            }
        }
        return new CurfewException(String.join("\n", failures));
    }

    private long left() {
        return began + most.toNanos() - System.nanoTime();
    }

    /** A bug in what one cluster needs ends nothing of what the others do. */
    private static String why(CompletableFuture<?> task) {
        try {
            return String.valueOf(failure(task).getMessage());
        } catch (IllegalStateException e) {
            return Quoted.sentence(String.valueOf(e.getCause()));
        }
    }

    private static CurfewException failure(CompletableFuture<?> task) {
        try {
            task.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CurfewException failure) {
                return failure;
            }
            throw new IllegalStateException(e.getCause());
        }
        throw new IllegalStateException("it has not failed");
    }
}
