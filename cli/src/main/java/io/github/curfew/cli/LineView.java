package io.github.curfew.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A line for each change: for a pipe, a log, and a terminal that cannot redraw. Of many runs a line now and then tells how
 * many stand how, and those alone have lines of their own that need a look: not more than a screen or two of them while it
 * goes on, and no more of those that are not done in the end.
 */
final class LineView implements View {
    private static final int FEW = 50;
    private static final int MOST_LINES = 50;
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);

    private final World world;
    private final Paint paint;
    private final Subject subject;
    private final Set<String> told = new HashSet<>();
    private final Map<String, String> shown = new HashMap<>();
    private int width = 12;
    private int lines;
    private Duration last = Duration.ZERO;
    private String counted = "";
    private Duration next = Duration.ZERO;

    LineView(World world, Paint paint, Subject subject) {
        this.world = world;
        this.paint = paint;
        this.subject = subject;
    }

    @Override
    public void sent(Sent sent, String profile) {
        sent.warnings(profile).forEach(this::warn);
    }

    @Override
    public void warn(String sentence) {
        world.say(sentence);
    }

    @Override
    public void show(Scene scene, Duration passed, Duration most) {
        last = passed;
        boolean few = isFew(scene);
        if (few) {
            scene.members()
                    .forEach(member ->
                            width = Math.max(width, Math.min(40, member.name().length())));
        }
        for (Member member : scene.members()) {
            String word = member.word();
            if (!word.equals(shown.put(member.key(), word)) && (few || hasLine(member))) {
                tell(member);
            }
        }
        String now = scene.counted();
        if (!few && !now.equals(counted) && (passed.compareTo(next) >= 0 || scene.settled())) {
            counted = now;
            next = passed.plus(NOW_AND_THEN);
            world.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%7s  %d of %d done: %s",
                            Lines.length(passed),
                            scene.finished(),
                            scene.members().size(),
                            now));
        }
    }

    private static boolean isFew(Scene scene) {
        return scene.members().size() <= FEW;
    }

    /** Of many, those that will get no better by themselves. */
    private boolean hasLine(Member member) {
        boolean isBad =
                member.isFinal() ? subject.isNotable(member) : member.word().equals("lost");
        return isBad && lines++ < MOST_LINES;
    }

    private void tell(Member member) {
        told.add(told(member));
        world.out()
                .println(String.format(
                                Locale.ROOT,
                                "%7s  %-" + width + "s  %s  %s",
                                Lines.length(last),
                                member.name(),
                                paint.word(String.format(Locale.ROOT, "%-9s", member.word())),
                                Lines.detail(member.standing()))
                        .stripTrailing());
    }

    @Override
    public Duration refresh() {
        return NOW_AND_THEN;
    }

    private static String told(Member member) {
        return member.word() + " " + member.key();
    }

    /** Of few each has had its line. */
    @Override
    public void end(Scene scene) {
        if (isFew(scene)) {
            return;
        }
        List<Member> open = scene.members().stream()
                .filter(member -> !member.isFinal())
                .sorted(subject.worstFirst())
                .toList();
        open.stream().limit(MOST_LINES).forEach(this::tell);
        List<Member> hidden = scene.members().stream()
                .filter(member -> subject.isNotable(member) && !told.contains(told(member)))
                .toList();
        subject.rest(scene.members(), hidden).forEach(world.out()::println);
    }
}
