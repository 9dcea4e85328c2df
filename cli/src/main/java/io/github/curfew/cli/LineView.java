package io.github.curfew.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A line for each change: for a pipe, a log, and a terminal that cannot redraw. Of many runs a line now and then tells how
 * many stand how, and those alone have lines of their own that need a look.
 */
final class LineView implements View {
    private static final int FEW = 50;
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);

    private final World world;
    private final Paint paint;
    private final Map<String, String> shown = new HashMap<>();
    private int width = 12;
    private String counted = "";
    private Duration next = Duration.ZERO;

    LineView(World world, Paint paint) {
        this.world = world;
        this.paint = paint;
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
        boolean few = scene.members().size() <= FEW;
        if (few) {
            scene.members()
                    .forEach(member ->
                            width = Math.max(width, Math.min(40, member.name().length())));
        }
        for (Member member : scene.members()) {
            String word = member.word();
            if (!word.equals(shown.put(member.key(), word))
                    && (few || (Figures.isNotable(member) && member.isFinal()) || word.equals("lost"))) {
                tell(member, word, passed);
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

    private void tell(Member member, String word, Duration passed) {
        world.out()
                .println(String.format(
                                Locale.ROOT,
                                "%7s  %-" + width + "s  %s  %s",
                                Lines.length(passed),
                                member.name(),
                                paint.word(String.format(Locale.ROOT, "%-9s", word)),
                                Lines.detail(member.standing()))
                        .stripTrailing());
    }

    @Override
    public Duration refresh() {
        return NOW_AND_THEN;
    }

    @Override
    public void end(Scene scene) {}
}
