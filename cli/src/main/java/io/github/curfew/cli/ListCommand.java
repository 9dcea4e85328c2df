package io.github.curfew.cli;

import io.github.curfew.cli.Asked.Answers;
import io.github.curfew.cli.Fleet.Roll;
import io.github.curfew.config.NearestWord;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows who is there. */
@Command(
        name = "list",
        header = "Shows which runs are there.",
        sortOptions = false,
        customSynopsis = "curfew list [SELECTOR] [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  curfew list                            everyone",
            "  curfew list team=payments              those with a label",
            "  curfew list 'query.name=etl-*'         those with such a name",
            "  curfew list -L team,region             with a column for each of these labels",
            "  curfew list --sort-by app,since        by application, in each whose state is oldest first",
            "  curfew list --watch                    again and again, until Ctrl-C",
            "  curfew list --profile eu,us            of two clusters",
            "  curfew list -o name                    names alone, for a shell",
            "",
            "A run is lost when its driver has been silent for two beats (roster.beat): it has crashed, or",
            "cannot reach the broker. SINCE is when the state began, of a lost run when it was last heard.",
            "Whoever fell silent longer ago than roster.look-back is not listed: -D roster.look-back=1d reaches",
            "further.",
            "",
            "-o json:",
            "  {\"runs\": [{\"profile\", \"run\", \"name\", \"state\", \"since\", \"lost\", \"lastBatch\", \"started\",",
            "             \"lastHeard\", \"driver\", \"app\", \"appId\", \"host\", \"spark\", \"curfew\", \"labels\": {},",
            "             \"held\": {\"runs\": [], \"why\"},",
            "             \"backends\": [{\"backend\", \"state\", \"since\", \"cause\"}]}],",
            "   \"silent\": [{\"profile\", \"driver\", \"place\", \"lastSeen\", \"labels\": {}}], \"warnings\": []}",
            "With --watch a line for each run when it comes, when its state changes, and when it is gone, which",
            "says bye, or forgotten, which was lost for too long; what keeps reports from being read is told on",
            "standard error, and so is, once, who is silent. The profile is there when several are acted on.",
            "lastBatch and since are null where they are not known, and held but for a run that waits before its",
            "first batch until the runs that it names have stopped (takeover). Silent are drivers that left a",
            "trace on the broker, such as a queue, or an address in http.urls, and do not answer. Fields may be",
            "added, none will go.",
            "",
            "Exit codes:",
            "  0    somebody is there, or no selector was given",
            "  1    an error, such as a broker out of reach; of several clusters, whatever the others said",
            "  2    wrong usage or settings",
            "  4    nobody matched",
        })
final class ListCommand extends RemoteCommand {
    @Parameters(paramLabel = "SELECTOR", arity = "0..*", hidden = true)
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-L", "--label-columns"},
            paramLabel = "LABEL",
            split = ",",
            description = "A column for a label, or for several joined by commas.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--sort-by",
            paramLabel = "KEY",
            split = ",",
            completionCandidates = Candidates.Columns.class,
            description = "A column, such as since, or a label; several joined by commas. By name if not given.")
    private List<String> sortBy = new ArrayList<>();

    @Option(
            names = {"-w", "--watch"},
            description = "Go on showing it: in place on a terminal, each change as a line in a pipe.")
    private boolean watch;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "With --watch, end after so long; until Ctrl-C if not given.")
    private @Nullable Duration time;

    ListCommand(World world) {
        super(world);
    }

    @Override
    boolean hasWideOutput() {
        return true;
    }

    @Override
    public Integer call() throws InterruptedException {
        Selector selector = selector(words, "Give no selector");
        if (time != null && !watch) {
            throw new UsageException("--for needs --watch: add it");
        }
        try (Fleet fleet = fleet()) {
            Roll roll = fleet.roster(selector);
            List<String> warnings = new ArrayList<>(fleet.warnings(roll));
            List<Column> columns = Column.of(fleet.isSeveral(), output() == Output.WIDE, labels);
            Comparator<Row> order = order(roll.rows());
            Answers<List<Silent>> answers = fleet.silent(roll.away());
            List<Silent> silent =
                    answers.given().values().stream().flatMap(List::stream).toList();
            warnings.addAll(answers.failures());
            if (watch) {
                silent.forEach(driver -> world().say(driver.sentence()));
                warnings.forEach(world()::say);
                new ListWatch(world(), output(), paint(), columns, order)
                        .watch(
                                new Roll(roll.rows(), fleet.warnings(roll), roll.away()),
                                () -> fleet.known(selector),
                                time);
                return roll.failures().isEmpty() ? ExitCode.OK : ExitCode.ERROR;
            }
            print(roll.rows().stream().sorted(order).toList(), columns, silent, warnings);
            if (output() != Output.JSON) {
                roll.rows().stream().flatMap(Lines::held).forEach(world()::say);
                silent.forEach(driver -> world().say(driver.sentence()));
                warnings.forEach(world()::say);
            }
            if (!roll.failures().isEmpty()) {
                return ExitCode.ERROR;
            }
            return roll.rows().isEmpty() ? nobody(selector) : ExitCode.OK;
        }
    }

    private int nobody(@Nullable Selector selector) {
        if (output() != Output.JSON) {
            world().say(
                            selector == null
                                    ? "no run is there; 'curfew settings' shows where this looks"
                                    : "no run matches " + selector);
        }
        return selector == null ? ExitCode.OK : ExitCode.NOBODY;
    }

    /** By what was asked for; a label that nobody has may have been meant for a column. */
    private Comparator<Row> order(List<Row> rows) {
        Comparator<Row> order = null;
        for (String key : sortBy) {
            Column column = Column.named(key);
            if (column == null) {
                warnOfUnknown(key, rows);
                column = Column.label(key, key);
            }
            order = order == null ? column.order() : order.thenComparing(column.order());
        }
        Comparator<Row> byName = Objects.requireNonNull(Column.named("name")).order();
        return order == null ? byName : order.thenComparing(byName);
    }

    private void warnOfUnknown(String key, List<Row> rows) {
        if (rows.isEmpty() || rows.stream().anyMatch(row -> row.run().labels().get(key) != null)) {
            return;
        }
        List<String> known = Stream.concat(
                        Column.names().stream(),
                        rows.stream()
                                .flatMap(row -> row.run().labels().asMap().keySet().stream())
                                .distinct())
                .toList();
        world().say("there is no column and no label " + Quoted.text(key) + " to sort by"
                + NearestWord.to(key, known)
                        .map(nearest -> ": did you mean " + nearest + "?")
                        .orElse(": the columns are " + String.join(", ", Column.names())));
    }

    private void print(List<Row> rows, List<Column> columns, List<Silent> silent, List<String> warnings) {
        switch (output()) {
            case NAME -> rows.forEach(row -> world().out().println(row.name()));
            case JSON -> {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("runs", rows.stream().map(RowJson::of).toList());
                document.put("silent", silent.stream().map(RowJson::of).toList());
                document.put("warnings", warnings);
                world().out().println(JsonText.of(document));
            }
            case TABLE, WIDE -> {
                if (!rows.isEmpty()) {
                    table(columns, rows).print(world().out(), paint());
                }
            }
        }
    }

    /** What everybody sees of them. */
    static Table table(boolean several, List<Row> rows) {
        return table(Column.of(several, false, List.of()), rows);
    }

    static Table table(List<Column> columns, List<Row> rows) {
        Table table = new Table(columns.stream().map(Column::head).toList());
        rows.forEach(row -> table.row(
                columns.stream().map(column -> column.text().apply(row)).toList()));
        return table;
    }
}
