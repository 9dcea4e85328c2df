package io.github.curfew.cli;

import io.github.curfew.client.Progress;
import io.github.curfew.client.Standing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A line for each change: for a pipe, a log, and a terminal that cannot redraw. */
final class LineView implements View {
    private final World world;
    private final Paint paint;
    private final Map<String, String> shown = new HashMap<>();
    private int width = 12;

    LineView(World world, Paint paint) {
        this.world = world;
        this.paint = paint;
    }

    @Override
    public void show(Progress progress, Duration passed, Duration most) {
        for (Standing standing : progress.runs()) {
            width = Math.max(width, Math.min(40, Lines.name(standing.run()).length()));
        }
        for (Standing standing : progress.runs()) {
            String word = Verdict.word(standing);
            if (!word.equals(shown.put(standing.run().id(), word))) {
                world.out()
                        .println(String.format(
                                        Locale.ROOT,
                                        "%7s  %-" + width + "s  %s  %s",
                                        Lines.length(passed),
                                        Lines.name(standing.run()),
                                        paint.word(String.format(Locale.ROOT, "%-9s", word)),
                                        Lines.detail(standing))
                                .stripTrailing());
            }
        }
    }

    @Override
    public Duration refresh() {
        return Duration.ofHours(1);
    }

    @Override
    public void end(Progress progress) {}
}
