package io.github.curfew.cli;

import io.github.curfew.client.RosterEntry;
import io.github.curfew.model.Report;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A table in place, with the latest reports below it. */
final class WatchScreen implements Watching {
    private static final int LATEST = 8;

    private final Screen screen;
    private final Paint paint;
    private final Deque<String> latest = new ArrayDeque<>();

    WatchScreen(PrintWriter out, World.Terminal terminal, Paint paint) {
        this.screen = new Screen(out, terminal);
        this.paint = paint;
    }

    @Override
    public void show(List<RosterEntry> entries, List<Report.OfSignal> news, List<String> troubles) {
        for (Report.OfSignal report : news) {
            latest.addLast(WatchLines.line(report, new Paint(false)));
            if (latest.size() > LATEST) {
                latest.removeFirst();
            }
        }
        int width = screen.width();
        int room = Math.max(1, screen.height() - latest.size() - troubles.size() - 4);
        List<String> lines = new ArrayList<>();
        StringWriter table = new StringWriter();
        ListCommand.table(entries.subList(0, Math.min(room, entries.size())))
                .print(new PrintWriter(table), new Paint(false));
        table.toString().lines().forEach(line -> lines.add(Screen.fit(line, width)));
        if (entries.size() > room) {
            lines.add("… and " + Lines.count(entries.size() - room, "run") + " more");
        }
        if (entries.isEmpty()) {
            lines.add("no run is there");
        }
        lines.add("");
        latest.forEach(line -> lines.add(Screen.fit(line, width)));
        troubles.forEach(trouble -> lines.add(Screen.fit(trouble, width)));
        int most = screen.height();
        screen.draw(colored(lines.subList(0, Math.min(most, lines.size()))));
    }

    private List<String> colored(List<String> lines) {
        return lines.stream().map(this::colored).toList();
    }

    /** The state is the second word of a line, which has been cut to the width of the screen already. */
    private String colored(String line) {
        String[] words = line.split("(?<= )(?=[^ ])", 4);
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append(paint.word(word));
        }
        return text.toString();
    }
}
