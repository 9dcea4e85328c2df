package io.github.curfew.engine;

import io.github.curfew.engine.Ending.Proof;
import io.github.curfew.model.RunInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several streams that start and end together: when one fails, the others are to be drained. As safe for several threads
 * as they are.
 */
public final class RunGroup implements Run {
    private final RunInfo info;
    private final List<Run> runs;
    /** Of those that have ended, whether they failed: that is read once, since it is asked for again and again. */
    private final Map<Run, Boolean> failed = new ConcurrentHashMap<>();

    /**
     * Puts them together.
     *
     * @param info who they are together
     * @param runs at least one
     */
    public RunGroup(RunInfo info, List<? extends Run> runs) {
        this.info = info;
        this.runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("nothing was started: give at least one stream");
        }
    }

    @Override
    public RunInfo info() {
        return info;
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

    /** {@inheritDoc} One that cannot be cut keeps none of the others from being. */
    @Override
    public void cut() throws Exception {
        // A cut may take long, and no other shall begin a batch meanwhile.
        drain();
        Exception first = null;
        for (Run run : runs) {
            try {
                if (!run.hasEnded()) {
                    run.cut();
                }
            } catch (InterruptedException e) {
                // Whoever cuts is to give up; the others are on their way down.
                throw e;
            } catch (Exception e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public boolean hasEnded() {
        return runs.stream().allMatch(Run::hasEnded);
    }

    @Override
    public boolean isFailing() {
        return !hasEnded() && runs.stream().anyMatch(run -> run.isFailing() || (run.hasEnded() && hasFailed(run)));
    }

    private boolean hasFailed(Run run) {
        return failed.computeIfAbsent(run, ended -> ended.ending().proof() == Proof.ERROR);
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
