package io.github.curfew.engine;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.RunInfo;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several streams that start and end together. When one fails, the others are drained. As safe for several threads as
 * they are.
 *
 * @param info who they are together
 * @param runs at least one
 */
public record RunGroup(RunInfo info, List<? extends Run> runs) implements Run {
    /** Copies the list. */
    public RunGroup {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("nothing was started: give at least one stream");
        }
    }

    /** {@inheritDoc} Of several, none: their batches have nothing to do with one another. */
    @Override
    public @Nullable Long lastBatch() {
        return runs.size() == 1 ? runs.get(0).lastBatch() : null;
    }

    @Override
    public @Nullable String whyNotDrainable() {
        return runs.stream()
                .map(Run::whyNotDrainable)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void drain() {
        runs.stream().filter(run -> !run.hasEnded()).forEach(Run::drain);
    }

    @Override
    public void cut() throws Exception {
        for (Run run : runs) {
            if (!run.hasEnded()) {
                run.cut();
            }
        }
    }

    @Override
    public boolean hasEnded() {
        List<? extends Run> ended = runs.stream().filter(Run::hasEnded).toList();
        if (!ended.isEmpty() && ended.size() < runs.size() && ended.stream().anyMatch(RunGroup::hasFailed)) {
            drain();
        }
        return ended.size() == runs.size();
    }

    private static boolean hasFailed(Run run) {
        return run.ending().proof() == Proof.ERROR;
    }

    /** {@inheritDoc} The worst of all endings counts. */
    @Override
    public Ending ending() {
        List<Ending> endings = runs.stream().map(Run::ending).toList();
        Proof worst = Stream.of(Proof.ERROR, Proof.CUT, Proof.UNPROVEN)
                .filter(proof -> endings.stream().anyMatch(ending -> ending.proof() == proof))
                .findFirst()
                .orElse(Proof.COMMITTED);
        String details = endings.stream()
                .map(Ending::detail)
                .filter(detail -> !detail.isEmpty())
                .collect(Collectors.joining("; "));
        return new Ending(worst, endings.size() == 1 ? endings.get(0).lastBatch() : null, details);
    }
}
