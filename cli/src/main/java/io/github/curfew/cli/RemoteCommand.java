package io.github.curfew.cli;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSources;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Selector;
import io.github.curfew.spi.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands that talk to drivers have in common: settings, and the form of the output. */
abstract class RemoteCommand implements Callable<Integer> {
    private final World world;

    @Option(
            names = {"-o", "--output"},
            order = 101,
            paramLabel = "FORM",
            defaultValue = "table",
            completionCandidates = Candidates.Outputs.class,
            description = "table, json or name, of 'list' also wide; ${DEFAULT-VALUE} if not given.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Output output;

    @Option(
            names = {"-D", "--set"},
            order = 102,
            paramLabel = "KEY=VALUE",
            description = "A setting, such as --set file.dir=/shared/curfew; as often as needed.")
    private List<String> set = new ArrayList<>();

    @Option(
            names = {"-p", "--profile"},
            order = 103,
            paramLabel = "NAME",
            description = "The cluster to act on, by its name in the settings, or several joined by commas.")
    private @Nullable String profile;

    @Option(
            names = {"-n", "--namespace"},
            order = 104,
            paramLabel = "NAME",
            description = "The namespace, if it is not 'default'.")
    private @Nullable String namespace;

    @Option(
            names = {"-b", "--backend"},
            order = 105,
            paramLabel = "NAME",
            completionCandidates = Candidates.BackendNames.class,
            description = "The backend to use, or several joined by commas.")
    private @Nullable String backend;

    @Option(
            names = {"-c", "--config"},
            order = 106,
            paramLabel = "FILE",
            description = "A file with settings, in HOCON (.conf), JSON or properties; also from CURFEW_CONFIG.")
    private @Nullable String config;

    @Option(
            names = "--color",
            order = 107,
            paramLabel = "WHEN",
            defaultValue = "auto",
            completionCandidates = Candidates.Colors.class,
            description = "auto, always or never; auto heeds NO_COLOR.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Paint.Choice color;

    @Option(
            names = "--stacktrace",
            order = 108,
            description = "With an error, print where it came from, for a bug report.")
    private boolean stacktrace;

    @Option(
            names = {"-h", "--help"},
            order = 109,
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    RemoteCommand(World world) {
        this.world = world;
    }

    World world() {
        return world;
    }

    Output output() {
        if (output == Output.WIDE && !hasWideOutput()) {
            throw new UsageException("-o wide is for 'curfew list': write -o table, json or name");
        }
        return output;
    }

    /** Whether there is more to show than a table has room for. */
    boolean hasWideOutput() {
        return false;
    }

    Paint paint() {
        return Paint.of(color, world);
    }

    /** How to show what becomes of a signal of which no more than its id is known. */
    View view(String statusHint) {
        return view(new Subject(null, statusHint, null));
    }

    /** How to show what goes on: in place on a terminal that can, else in lines. */
    View view(Subject subject) {
        if (output() != Output.TABLE) {
            return View.NONE;
        }
        World.Terminal terminal = world.terminal();
        return terminal != null && terminal.redraws()
                ? new LiveView(world, terminal, paint(), subject)
                : new LineView(world, paint(), subject);
    }

    boolean wantsStackTrace() {
        return stacktrace;
    }

    /** The clusters to act on, by the settings of each profile. Warnings are told. */
    Fleet fleet() {
        var unused = output();
        Map<String, Settings> each = sources().resolveEach(Backends.discover());
        each.values().stream()
                .flatMap(settings -> settings.warnings().stream())
                .distinct()
                .forEach(world::say);
        return Fleet.connect(each);
    }

    /** How to ask later what became of a signal, as the user would type it; stars stand for secrets. */
    String statusHint(String signal) {
        return hint("curfew status " + signal);
    }

    /** How to ask who is there and meant, in the same way. */
    String listHint(Selector selector) {
        return hint("curfew list " + Lines.shellWord(selector.toString()));
    }

    /** With the options that say where. */
    private String hint(String command) {
        StringBuilder hint = new StringBuilder(command);
        hint(hint, "--profile", profile);
        hint(hint, "--namespace", namespace);
        hint(hint, "--backend", backend);
        hint(hint, "--config", config);
        for (String pair : set) {
            String key = pair.substring(0, pair.indexOf('='));
            hint(hint, "-D", key + "=" + Setting.shown(key, pair.substring(key.length() + 1)));
        }
        return hint.toString();
    }

    private static void hint(StringBuilder hint, String option, @Nullable String value) {
        if (value != null) {
            hint.append(' ').append(option).append(' ').append(Lines.shellWord(value));
        }
    }

    /** Where settings come from. */
    SettingsSources sources() {
        return SettingsSources.of(world.environment(), world.properties()).withFlags(flags());
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String pair : set) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new UsageException(
                        "--set needs a key and a value, as in --set file.dir=/shared/curfew, not " + Quoted.text(pair));
            }
            put(flags, pair.substring(0, equals), pair.substring(equals + 1));
        }
        put(flags, "profile", profile);
        put(flags, "namespace", namespace);
        put(flags, "backends", backend);
        put(flags, "config", config);
        return flags;
    }

    private static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value == null) {
            return;
        }
        String other = flags.put(key, value);
        if (other != null && !other.equals(value)) {
            throw new UsageException(key + " is set to two values on the command line: leave one of them out");
        }
    }

    /**
     * The one selector that was typed; null if there was none.
     *
     * @param everyone what to do where everyone is meant
     */
    static @Nullable Selector selector(List<String> words, String everyone) {
        if (words.isEmpty()) {
            return null;
        }
        if (words.size() > 1) {
            throw new UsageException("one selector is enough, and there are " + words.size()
                    + " words: did the shell expand `*`? " + everyone + " for everyone, put a selector with * or spaces"
                    + " in quotes, and join labels by commas");
        }
        return Selector.parse(words.get(0));
    }
}
