package io.github.curfew.cli;

import io.github.curfew.client.Progress;
import io.github.curfew.client.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A table in place, with a bar below it: of many runs those that are not finished come first, and what does not fit on the
 * screen is counted. At the end the whole table stays.
 */
final class LiveView implements View {
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_BAR = 30;

    private final World world;
    private final Screen screen;
    private final Paint paint;

    LiveView(World world, World.Terminal terminal, Paint paint) {
        this.world = world;
        this.screen = new Screen(world.out(), terminal);
        this.paint = paint;
    }

    @Override
    public void show(Progress progress, Duration passed, Duration most) {
        List<Standing> runs = new ArrayList<>(progress.runs());
        runs.sort(Comparator.comparing(Standing::isFinal));
        int room = screen.height() - 3;
        List<String> lines = table(runs.subList(0, Math.min(room, runs.size())), screen.width());
        if (runs.size() > room) {
            lines.add(Screen.fit("… and " + Lines.count(runs.size() - room, "run") + " more", screen.width()));
        }
        lines.add(Screen.fit(bar(progress, passed, most), screen.width()));
        screen.draw(lines);
    }

    @Override
    public Duration refresh() {
        return Duration.ofMillis(200);
    }

    @Override
    public void end(Progress progress) {
        screen.clear();
        table(progress.runs(), screen.width()).forEach(world.out()::println);
    }

    private List<String> table(List<Standing> runs, int width) {
        int name = "NAME".length();
        for (Standing standing : runs) {
            name = Math.max(name, Lines.name(standing.run()).length());
        }
        name = Math.min(name, Math.min(LONGEST_NAME, width / 2));
        List<String> lines = new ArrayList<>();
        if (!runs.isEmpty()) {
            lines.add(line(name, "NAME", "STATE", "BATCH", "TOOK", "", width));
        }
        for (Standing standing : runs) {
            String batch = standing.report() == null
                    ? "-"
                    : Lines.batch(standing.report().lastBatch());
            String took = standing.report() == null
                    ? "-"
                    : Lines.length(standing.report().took());
            lines.add(line(
                    name,
                    Lines.name(standing.run()),
                    Verdict.word(standing),
                    batch,
                    took,
                    Lines.detail(standing),
                    width));
        }
        return lines;
    }

    private String line(int name, String first, String word, String batch, String took, String detail, int width) {
        String head = String.format(Locale.ROOT, "%-" + name + "s  ", Screen.fit(first, name));
        String state = String.format(Locale.ROOT, "%-9s", word);
        String rest = String.format(Locale.ROOT, "  %7s  %7s  %s", batch, took, detail)
                .stripTrailing();
        int left = Math.max(0, width - head.length() - state.length());
        return head + paint.word(state) + Screen.fit(rest, left);
    }

    private static String bar(Progress progress, Duration passed, Duration most) {
        int all = progress.runs().size();
        int done = progress.finished();
        int full = all == 0 ? 0 : LONGEST_BAR * done / all;
        return "[" + "#".repeat(full) + "-".repeat(LONGEST_BAR - full) + "] " + done + "/" + all
                + (all == 0 ? " asked, nobody answered yet" : " done")
                + ", " + seconds(passed) + " of " + Lines.length(most)
                + (all == 0 ? "" : ": " + Verdict.counts(progress));
    }

    /** A clock that shows more would be too restless to read. */
    private static String seconds(Duration passed) {
        return passed.toSeconds() == 0 ? "0s" : Lines.length(Duration.ofSeconds(passed.toSeconds()));
    }
}
