package io.github.curfew.cli;

import io.github.curfew.ConfigurationException;
import io.github.curfew.CurfewException;
import io.github.curfew.MalformedException;
import io.github.curfew.config.NearestWord;
import io.github.curfew.model.Durations;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.Quoted;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command. Every misuse and every failure becomes one sentence on standard error and an exit code. */
final class Cli {
    private Cli() {}

    /** Runs what was typed, and gives the exit code. */
    static int run(String[] args, World world) {
        CommandLine command = commands(world);
        int code = command.execute(args);
        world.out().flush();
        world.err().flush();
        return code;
    }

    /** All commands, as they are told to the parser, the manual and the shell. */
    static CommandLine commands(World world) {
        CommandLine command = new CommandLine(new RootCommand(world));
        command.addSubcommand(new StopCommand(world));
        command.addSubcommand(new RestartCommand(world));
        command.addSubcommand(new PauseCommand(world));
        command.addSubcommand(new ResumeCommand(world));
        command.addSubcommand(new ListCommand(world));
        command.addSubcommand(new StatusCommand(world));
        command.addSubcommand(new WatchCommand(world));
        command.addSubcommand(new SettingsCommand(world));
        command.addSubcommand(new SignCommand(world));
        command.addSubcommand(new KeygenCommand(world));
        command.addSubcommand(new CompletionCommand(world));
        command.setOut(world.out());
        command.setErr(world.err());
        command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        command.setUsageHelpLongOptionsMaxWidth(26);
        command.setUsageHelpWidth(100);
        register(command, Duration.class, Durations::parse);
        register(command, OnTimeout.class, OnTimeout::of);
        register(command, Output.class, Output::of);
        register(command, Paint.Choice.class, Paint.Choice::of);
        register(command, Integer.class, Cli::number);
        command.setParameterExceptionHandler((problem, typed) -> misuse(problem, world));
        command.setExecutionExceptionHandler((problem, line, parsed) -> failure(problem, line, world));
        return command;
    }

    private static <T> void register(CommandLine command, Class<T> type, ITypeConverter<T> converter) {
        command.registerConverter(type, text -> {
            try {
                return converter.convert(text);
            } catch (MalformedException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }

    private static Integer number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new MalformedException("a whole number is needed, not " + Quoted.text(text));
        }
        return Integer.valueOf(text);
    }

    private static int misuse(ParameterException problem, World world) {
        CommandLine command = problem.getCommandLine();
        String sentence = Quoted.sentence(String.valueOf(problem.getMessage()).replaceAll("\\s*\\R\\s*", " "));
        if (problem instanceof UnmatchedArgumentException unmatched) {
            String wrong = unmatched.getUnmatched().get(0);
            Set<String> words = wrong.startsWith("-")
                    ? command.getCommandSpec().optionsMap().keySet()
                    : command.getSubcommands().keySet();
            sentence = "there is no " + Quoted.text(wrong)
                    + NearestWord.to(wrong, words)
                            .map(nearest -> ": did you mean " + nearest + "?")
                            .orElse("");
        } else if (problem instanceof MissingParameterException) {
            sentence = sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
        } else if (problem.getCause() instanceof TypeConversionException wrong) {
            sentence = String.valueOf(wrong.getMessage());
        }
        world.say(sentence + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    private static int failure(Exception problem, CommandLine line, World world) {
        if (line.getCommand() instanceof RemoteCommand remote && remote.wantsStackTrace()) {
            StringWriter trace = new StringWriter();
            problem.printStackTrace(new PrintWriter(trace, true));
            // What a broker said may be in it: no line of it begins as one of ours does.
            trace.toString().lines().forEach(at -> world.err().println("    " + Quoted.sentence(at.strip())));
        }
        if (problem instanceof CurfewException) {
            String.valueOf(problem.getMessage()).lines().forEach(world::say);
            boolean usage = problem instanceof UsageException
                    || problem instanceof MalformedException
                    || problem instanceof ConfigurationException;
            return usage ? ExitCode.USAGE : ExitCode.ERROR;
        }
        if (problem instanceof InterruptedException) {
            world.say("interrupted");
            return ExitCode.ERROR;
        }
        world.say("something went wrong that should not: " + Quoted.sentence(problem.toString())
                + "; please report it with what --stacktrace prints");
        return ExitCode.ERROR;
    }
}
