package io.github.curfew.cli;

import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The pages of the command line's documentation, made of the help that it prints. */
final class CommandsManual {
    private CommandsManual() {}

    /** The command itself, then each of its commands, in the order in which the help names them. */
    static String pages() {
        CommandLine root = root();
        StringBuilder text = new StringBuilder();
        append(text, "curfew", root);
        root.getSubcommands().forEach((name, command) -> append(text, "curfew " + name, command));
        return text.toString();
    }

    /** Every line that a command's help says beyond its options. */
    static List<String> explanations() {
        return root().getSubcommands().values().stream()
                .flatMap(command ->
                        Stream.of(command.getCommandSpec().usageMessage().footer()))
                .flatMap(String::lines)
                .toList();
    }

    private static CommandLine root() {
        return Cli.commands(Typed.world(Map.of(), null, Writer.nullWriter(), Writer.nullWriter()));
    }

    private static void append(StringBuilder text, String name, CommandLine command) {
        text.append("\n## ").append(name).append("\n\n```\n");
        command.getUsageMessage()
                .lines()
                .map(String::stripTrailing)
                .forEach(line -> text.append(line).append('\n'));
        text.append("```\n");
    }
}
