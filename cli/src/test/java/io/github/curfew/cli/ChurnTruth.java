package io.github.curfew.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a ledger of {@link ChurnDrivers} says of one run. */
final class ChurnTruth {
    private final int shard;
    private final @Nullable Instant killed;
    private Instant begun = Instant.MAX;
    private Instant listening = Instant.MAX;
    private @Nullable Instant draining;
    private @Nullable Instant over;
    private String how = "";

    private ChurnTruth(int shard, @Nullable Instant killed) {
        this.shard = shard;
        this.killed = killed;
    }

    /** Reads what is in a ledger, whose process was killed then; null if it lives. */
    static void read(Path ledger, @Nullable Instant killed, Map<String, ChurnTruth> into) throws IOException {
        for (String line : Files.readAllLines(ledger)) {
            String[] words = line.split(" ", -1);
            if (words.length < 4 || words[0].equals("ready")) {
                continue;
            }
            into.computeIfAbsent(words[1], id -> new ChurnTruth(Integer.parseInt(words[2]), killed))
                    .note(words[0], Instant.parse(words[3]));
        }
    }

    private void note(String event, Instant time) {
        switch (event) {
            case "begin" -> begun = time;
            case "listening" -> listening = time;
            case "draining" -> draining = time;
            default -> {
                over = time;
                how = event;
            }
        }
    }

    int shard() {
        return shard;
    }

    /** A moment before its engine knew of it. */
    Instant begun() {
        return begun;
    }

    /** From when on every signal is for it. */
    Instant listening() {
        return listening;
    }

    /** What ended it first: drained, cut, or ended by itself; empty while it lives. */
    String how() {
        return how;
    }

    boolean isOver() {
        return over != null;
    }

    /** Whether its engine has told it to drain. */
    boolean isDraining() {
        return draining != null;
    }

    boolean isDrainingSince(Instant time) {
        return draining != null && !draining.isBefore(time);
    }

    boolean isKilled() {
        return killed != null;
    }

    boolean diedBefore(Instant time) {
        return killed != null && killed.isBefore(time);
    }

    boolean endedBefore(Instant time) {
        return over != null && over.isBefore(time);
    }

    boolean livesAt(Instant time) {
        return killed == null && !endedBefore(time);
    }

    boolean isDrainedWithin(ChurnAudit.Window window) {
        return how.equals("drained") && shard == window.shard() && !endedBefore(window.before());
    }

    @Override
    public String toString() {
        return "begun " + begun + ", listening " + listening + ", draining " + draining + ", " + how + " " + over
                + ", killed " + killed;
    }
}
