package io.github.curfew.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of the command line as a process: its streams, its terminal, its exit code. */
final class Program {
    private Program() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args what was typed
     */
    static void run(String[] args) {
        Console console = terminal();
        // A program that reads a pipe gets UTF-8 whatever the locale; a terminal gets what it understands.
        Charset charset = console == null ? StandardCharsets.UTF_8 : console.charset();
        World world = new World(
                writer(FileDescriptor.out, charset),
                writer(FileDescriptor.err, charset),
                System.getenv(),
                System.getProperties(),
                console == null ? null : new ConsoleTerminal(console, System.getenv()),
                new AtomicReference<>());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> sayFarewell(world), "curfew-farewell"));
        System.exit(Cli.run(args, world));
    }

    private static void sayFarewell(World world) {
        String farewell = world.farewell().get();
        if (farewell != null) {
            world.err().println();
            world.say(farewell);
        }
    }

    /** The terminal, if both ends are one. From JDK 22 on there is a console without a terminal too. */
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console terminal() {
        Console console = System.console();
        if (console == null) {
            return null;
        }
        try {
            Object is = Console.class.getMethod("isTerminal").invoke(console);
            return Boolean.TRUE.equals(is) ? console : null;
        } catch (NoSuchMethodException e) {
            return console;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Not System.out: that keeps to itself that nobody reads any more, and a command that goes on has to know. */
    private static PrintWriter writer(FileDescriptor to, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(to), charset), true);
    }
}
