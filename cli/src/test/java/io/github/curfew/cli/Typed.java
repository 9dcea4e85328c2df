package io.github.curfew.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a command printed, and how it ended, when it was run in this process. */
record Typed(int code, String out, String err) {
    static Typed in(Map<String, String> environment, World.@Nullable Terminal terminal, String... args) {
        return in(environment, terminal, new StringWriter(), args);
    }

    /** With what is printed to be seen while the command runs. */
    static Typed in(
            Map<String, String> environment, World.@Nullable Terminal terminal, StringWriter out, String... args) {
        StringWriter err = new StringWriter();
        return new Typed(run(environment, terminal, out, err, args), out.toString(), err.toString());
    }

    static Typed in(Map<String, String> environment, String... args) {
        return in(environment, null, args);
    }

    /** With results and all else in one text, in the order in which they are printed. */
    static Typed inOrder(Map<String, String> environment, StringWriter both, String... args) {
        return new Typed(run(environment, null, both, both, args), both.toString(), "");
    }

    private static int run(
            Map<String, String> environment,
            World.@Nullable Terminal terminal,
            StringWriter out,
            StringWriter err,
            String... args) {
        return Cli.run(args, world(environment, terminal, out, err));
    }

    /** What a command sees around it, where nothing but this is set. */
    static World world(Map<String, String> environment, World.@Nullable Terminal terminal, Writer out, Writer err) {
        return new World(
                new PrintWriter(out),
                new PrintWriter(err),
                new HashMap<>(environment),
                new Properties(),
                terminal,
                new AtomicReference<>());
    }
}
