package io.github.curfew.cli;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A table in place, with the latest reports below it. */
final class WatchScreen implements Watching {
    private static final int LATEST = 8;

    private final Screen screen;
    private final Paint paint;
    private final boolean several;
    private final Deque<String> latest = new ArrayDeque<>();

    WatchScreen(PrintWriter out, World.Terminal terminal, Paint paint, boolean several) {
        this.several = several;
        this.screen = new Screen(out, terminal);
        this.paint = paint;
    }

    @Override
    public void show(List<Row> rows, List<Said> news, List<String> troubles) {
        for (Said said : news) {
            latest.addLast(WatchLines.line(said, new Paint(false)));
            if (latest.size() > LATEST) {
                latest.removeFirst();
            }
        }
        int width = screen.width();
        int room = Math.max(1, screen.height() - latest.size() - troubles.size() - 4);
        List<String> lines = new ArrayList<>();
        if (rows.isEmpty()) {
            lines.add("no run is there");
        } else {
            ListCommand.table(several, ListWatch.first(rows, room))
                    .lines(new Paint(false))
                    .forEach(line -> lines.add(Screen.fit(line, width)));
        }
        if (rows.size() > room) {
            lines.add(Screen.fit(
                    "… and " + Lines.count(rows.size() - room, "run") + " more; " + ListWatch.states(rows), width));
        }
        lines.add("");
        latest.forEach(line -> lines.add(Screen.fit(line, width)));
        troubles.forEach(trouble -> lines.add(Screen.fit(trouble, width)));
        int most = screen.height();
        screen.draw(colored(lines.subList(0, Math.min(most, lines.size()))));
    }

    /** They have been cut to the width of the screen already. */
    private List<String> colored(List<String> lines) {
        return lines.stream().map(paint::words).toList();
    }
}
