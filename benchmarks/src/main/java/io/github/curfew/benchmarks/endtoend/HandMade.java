package io.github.curfew.benchmarks.endtoend;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.jspecify.annotations.Nullable;

/** What one would write without Curfew: a thread waits for the word, has the batch committed, stops and answers. */
final class HandMade implements Way {
    private final Handiwork handiwork;
    private final ExecutorService listener = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "by-hand");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Future<?> listening;

    HandMade(Handiwork handiwork) {
        this.handiwork = handiwork;
    }

    @Override
    public String title() {
        return handiwork.words();
    }

    @Override
    public boolean knowsWhom() {
        return false;
    }

    @Override
    public void prepare(Job job, StreamingQuery query) throws Exception {
        handiwork.prepare();
        listening = listener.submit(() -> {
            handiwork.awaitStop();
            Instant received = Instant.now();
            job.stopByHand(query);
            handiwork.answer(Moment.nanos(received) + " " + Moment.nanos(Instant.now()));
            return null;
        });
    }

    @Override
    public Stamps stop(Job job, StreamingQuery query) throws Exception {
        Future<?> answered = Objects.requireNonNull(listening, "prepare comes first");
        Instant began = Instant.now();
        Process process = new ProcessBuilder(handiwork.command())
                .redirectError(Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        Instant gone = Instant.now();
        if (exit != 0) {
            throw new IOException("the process that stops by hand ended with " + exit + ": " + said);
        }
        answered.get();
        String[] times = said.strip().split("\\s+", -1);
        return new Stamps(
                began,
                Moment.of(times[0]),
                Moment.of(times[0]),
                Moment.of(times[1]),
                Moment.of(times[3]),
                Moment.of(times[4]),
                Moment.of(times[2]),
                gone);
    }

    @Override
    public void close() {
        listener.shutdownNow();
        handiwork.close();
    }
}
