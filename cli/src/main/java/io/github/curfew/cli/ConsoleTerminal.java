package io.github.curfew.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The terminal of this process. Its size is asked of the terminal itself, at most once a second. */
final class ConsoleTerminal implements World.Terminal {
    private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

    private final Console console;
    private final Map<String, String> environment;
    private int width = 80;
    private int height = 24;
    private boolean known;
    private long asked;

    ConsoleTerminal(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public @Nullable String ask(String question) {
        return console.readLine("%s", question);
    }

    @Override
    public boolean redraws() {
        String kind = environment.getOrDefault("TERM", "");
        return !kind.isEmpty() && !kind.equals("dumb");
    }

    @Override
    public synchronized int width() {
        look();
        return width;
    }

    @Override
    public synchronized int height() {
        look();
        return height;
    }

    private void look() {
        long now = System.nanoTime();
        if (known && now - asked < FRESH) {
            return;
        }
        known = true;
        asked = now;
        try {
            Process process = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ", -1);
            if (size.length == 2 && size[0].matches("[1-9]\\d{0,4}") && size[1].matches("[1-9]\\d{0,4}")) {
                height = Integer.parseInt(size[0]);
                width = Integer.parseInt(size[1]);
            }
        } catch (IOException e) {
            // No stty here: the usual size it is.
            known = true;
        }
    }
}
