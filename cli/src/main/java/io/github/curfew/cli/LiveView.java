package io.github.curfew.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A table in place, with a bar below it. Where the runs do not fit on the screen, lines for each state and application come
 * first, then those runs that are not finished or need a look, and the rest is counted. At the end the table stays, or of
 * many runs those that need a look.
 */
final class LiveView implements View {
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_BAR = 30;
    private static final int MOST_TO_STAY = 50;
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final World world;
    private final Screen screen;
    private final Paint paint;
    private final Subject subject;
    private long drawn = System.nanoTime() - SHORTEST.toNanos();

    LiveView(World world, World.Terminal terminal, Paint paint, Subject subject) {
        this.world = world;
        this.screen = new Screen(world.out(), terminal);
        this.paint = paint;
        this.subject = subject;
    }

    @Override
    public void sent(Sent sent, String profile) {
        sent.warnings(profile).forEach(this::warn);
    }

    @Override
    public void warn(String sentence) {
        screen.clear();
        world.say(sentence);
        world.err().flush();
        drawn = System.nanoTime() - SHORTEST.toNanos();
    }

    @Override
    public void show(Scene scene, Duration passed, Duration most) {
        if (System.nanoTime() - drawn < SHORTEST.toNanos() && !scene.settled()) {
            return;
        }
        drawn = System.nanoTime();
        List<Member> members =
                scene.members().stream().sorted(subject.worstFirst()).toList();
        int width = screen.width();
        int height = screen.height() - 1;
        List<String> aggregates = members.size() + 1 > height ? aggregates(scene, height, width) : List.of();
        List<String> lines = new ArrayList<>(aggregates);
        int room = Math.max(1, height - lines.size() - 1 - (members.size() + 1 > height ? 1 : 0));
        lines.addAll(table(scene.several(), members.subList(0, Math.min(room, members.size())), width));
        if (members.size() > room) {
            lines.add(Screen.fit("… and " + Lines.count(members.size() - room, "run") + " more", width));
        }
        String bar = bar(scene, passed, most, Math.min(LONGEST_BAR, width / 3));
        lines.add(Screen.fit(aggregates.isEmpty() ? bar + counted(scene) : bar, width));
        screen.draw(lines);
    }

    /** Not more than half of the screen. */
    private List<String> aggregates(Scene scene, int height, int width) {
        List<String> lines = new ArrayList<>();
        if (height < 8) {
            return lines;
        }
        List<Figures> figures = Figures.of(scene.members());
        lines.addAll(cut(Figures.table(figures).lines(new Paint(false)), height / 4 + 1, width));
        Map<String, Integer> apps = openByApp(scene);
        if (height >= 20 && apps.size() > 1) {
            Table table = new Table("APPLICATION", "NOT DONE");
            apps.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .forEach(app -> table.row(app.getKey(), String.valueOf(app.getValue())));
            lines.addAll(cut(table.lines(new Paint(false)), height / 4, width));
        }
        return lines;
    }

    private List<String> cut(List<String> lines, int most, int width) {
        return lines.subList(0, Math.min(most, lines.size())).stream()
                .map(line -> paint.words(Screen.fit(line, width)))
                .toList();
    }

    private static Map<String, Integer> openByApp(Scene scene) {
        Map<String, Integer> open = new LinkedHashMap<>();
        scene.members().stream()
                .filter(member -> !member.isFinal())
                .forEach(member -> open.merge(Lines.plain(member.profile(), member.app()), 1, Integer::sum));
        return open;
    }

    @Override
    public Duration refresh() {
        return Duration.ofMillis(200);
    }

    @Override
    public void end(Scene scene) {
        screen.clear();
        List<Member> members = scene.members();
        if (members.size() <= MOST_TO_STAY) {
            table(scene.several(), members, screen.width()).forEach(world.out()::println);
            return;
        }
        List<Member> sorted = members.stream().sorted(subject.worstFirst()).toList();
        long notable = members.stream().filter(subject::isNotable).count();
        int shown = (int) Math.min(notable, MOST_TO_STAY);
        table(scene.several(), sorted.subList(0, shown), screen.width()).forEach(world.out()::println);
        subject.rest(members, sorted.subList(shown, sorted.size())).forEach(world.out()::println);
    }

    private List<String> table(boolean several, List<Member> members, int width) {
        int name = "NAME".length();
        int profile = several ? "PROFILE".length() : 0;
        for (Member member : members) {
            name = Math.max(name, member.nameThere().length());
            profile = Math.max(profile, member.profile().length());
        }
        name = Math.min(name, Math.min(LONGEST_NAME, width / 2));
        profile = Math.min(profile, width / 4);
        List<String> lines = new ArrayList<>();
        if (!members.isEmpty()) {
            lines.add(line(profile, "PROFILE", name, List.of("NAME", "STATE", "BATCH", "TOOK", ""), width));
        }
        for (Member member : members) {
            String batch =
                    member.report() == null ? "-" : Lines.batch(member.report().lastBatch());
            String took =
                    member.report() == null ? "-" : Lines.length(member.report().took());
            List<String> cells =
                    List.of(member.nameThere(), member.word(), batch, took, Lines.detail(member.standing()));
            lines.add(line(profile, member.profile(), name, cells, width));
        }
        return lines;
    }

    private String line(int profileWidth, String profile, int nameWidth, List<String> cells, int width) {
        String head = profileWidth == 0 ? "" : padded(profile, profileWidth);
        head += padded(cells.get(0), nameWidth);
        String state = String.format(Locale.ROOT, "%-9s", cells.get(1));
        String rest = String.format(Locale.ROOT, "  %7s  %7s  %s", cells.get(2), cells.get(3), cells.get(4))
                .stripTrailing();
        // A line that is broken is not erased when the next is drawn.
        String line = Screen.fit(head + state + rest, width);
        return line.startsWith(state, head.length())
                ? head + paint.word(state) + line.substring(head.length() + state.length())
                : line;
    }

    private static String padded(String text, int width) {
        return String.format(Locale.ROOT, "%-" + width + "s  ", Screen.fit(text, width));
    }

    private static String bar(Scene scene, Duration passed, Duration most, int length) {
        int all = scene.members().size();
        int done = scene.finished();
        int full = all == 0 ? 0 : length * done / all;
        String away = scene.open().isEmpty() ? "" : ", not yet sent to " + String.join(", ", scene.open());
        return "[" + "#".repeat(full) + "-".repeat(length - full) + "] " + done + "/" + all
                + (all == 0 ? " asked, nobody answered yet" : " done")
                + ", " + seconds(passed) + " of " + Lines.length(most) + away;
    }

    private static String counted(Scene scene) {
        return scene.members().isEmpty() ? "" : ": " + scene.counted();
    }

    /** A clock that shows more would be too restless to read. */
    private static String seconds(Duration passed) {
        return passed.toSeconds() == 0 ? "0s" : Lines.length(Duration.ofSeconds(passed.toSeconds()));
    }
}
