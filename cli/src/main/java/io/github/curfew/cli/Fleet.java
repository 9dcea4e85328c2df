package io.github.curfew.cli;

import io.github.curfew.ConfigurationException;
import io.github.curfew.CurfewException;
import io.github.curfew.cli.Asked.Answers;
import io.github.curfew.cli.Asked.Question;
import io.github.curfew.client.CurfewClient;
import io.github.curfew.client.RosterEntry;
import io.github.curfew.config.Settings;
import io.github.curfew.model.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that a command acts on: one for each profile that was chosen, or the one that is set. All are asked at once,
 * and one that is out of reach keeps no other from answering.
 */
final class Fleet implements AutoCloseable {
    /** More than any question takes, whatever the brokers do. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Duration SOON = Duration.ofSeconds(8);

    private static final Comparator<Row> BY_NAME = Comparator.comparing(
                    (Row row) -> row.run().displayName(), NaturalOrder.INSTANCE)
            .thenComparing(Row::profile)
            .thenComparing(row -> row.run().id());

    private final Map<String, CurfewClient> clients;
    private final Duration stopDeadline;

    private Fleet(Map<String, CurfewClient> clients, Duration stopDeadline) {
        this.clients = clients;
        this.stopDeadline = stopDeadline;
    }

    /**
     * Who is there.
     *
     * @param rows in the order of their names
     * @param failures one sentence for each cluster of which that is not known
     * @param away their profiles
     */
    record Roll(List<Row> rows, List<String> failures, Set<String> away) {}

    /** Connects to each. Does not touch the network. */
    static Fleet connect(Map<String, Settings> each) {
        Map<String, CurfewClient> clients = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        Duration deadline = Duration.ZERO;
        for (Map.Entry<String, Settings> one : each.entrySet()) {
            try {
                clients.put(one.getKey(), CurfewClient.connect(one.getValue()));
            } catch (ConfigurationException e) {
                e.problems().forEach(problem -> problems.add(Lines.about(each.size() > 1, one.getKey(), problem)));
            }
            Duration own = one.getValue().stopDeadline();
            deadline = own.compareTo(deadline) > 0 ? own : deadline;
        }
        Fleet fleet = new Fleet(clients, deadline);
        if (!problems.isEmpty()) {
            fleet.close();
            throw new ConfigurationException(problems);
        }
        return fleet;
    }

    boolean isSeveral() {
        return clients.size() > 1;
    }

    /** How long a stop may take that does not say so, by the most patient of the clusters' settings. */
    Duration stopDeadline() {
        return stopDeadline;
    }

    Map<String, CurfewClient> clients() {
        return clients;
    }

    /** The name by which rows of a cluster are told apart; empty where there is but one. */
    String label(String profile) {
        return isSeveral() ? profile : "";
    }

    /** A sentence about one cluster. */
    String sentence(String profile, String sentence) {
        return Lines.about(isSeveral(), profile, sentence);
    }

    /** Asks all of them at once, and does not wait for any. */
    <T> Asked<T> begin(Question<T> question) {
        return new Asked<>(clients, question, "", LONGEST);
    }

    /**
     * Asks all of them at once. Blocks until each has answered.
     *
     * @throws CurfewException if none could
     */
    <T> Answers<T> ask(Question<T> question) throws InterruptedException {
        Asked<T> asked = begin(question);
        Answers<T> answers = asked.all();
        asked.first();
        return answers;
    }

    /** Who is there, by what drivers have said and by asking. Blocks for some ten seconds at the most. */
    Roll roster(@Nullable Selector selector) throws InterruptedException {
        return roll(ask((profile, client) -> client.roster()), selector);
    }

    /**
     * The same for whoever is about to send a signal: that nobody can tell is no reason not to send it, and one cluster
     * that is slow to answer must not hold up the others.
     */
    Roll rosterSoon(Selector selector) throws InterruptedException {
        Duration most = isSeveral() ? SOON : LONGEST;
        Answers<List<RosterEntry>> answers = new Asked<>(
                        clients, (profile, client) -> client.roster(), "who is meant there is not known: ", most)
                .all();
        return roll(answers, selector);
    }

    /** Who is there as far as it is known by now, and what keeps more from being known. */
    Roll known(@Nullable Selector selector) {
        Map<String, List<RosterEntry>> given = new LinkedHashMap<>();
        clients.forEach((profile, client) -> given.put(profile, client.knownRoster()));
        return roll(new Answers<>(given, troubles(), List.of()), selector);
    }

    /** Who left a trace on a broker and says nothing; a cluster that is away is not asked. */
    Answers<List<Silent>> silent(Set<String> away) throws InterruptedException {
        return silent(away, (profile, client) -> silent(profile, client).toList());
    }

    /**
     * The same after a signal: whoever came since all were asked is asked again. Of a driver of which no more than its
     * address is known, nobody could tell whether it has ended by the signal; that it did not take it, the sending told.
     */
    Answers<List<Silent>> silentStill(Set<String> away) throws InterruptedException {
        return silent(away, (profile, client) -> {
            if (silent(profile, client).noneMatch(Silent::isKnown)) {
                return List.of();
            }
            var unused = client.roster();
            return silent(profile, client).filter(Silent::isKnown).toList();
        });
    }

    private Answers<List<Silent>> silent(Set<String> away, Question<List<Silent>> question)
            throws InterruptedException {
        Question<List<Silent>> asked =
                (profile, client) -> away.contains(profile) ? List.of() : question.put(profile, client);
        return new Asked<>(clients, asked, "who else is there cannot be told: ", LONGEST).all();
    }

    private Stream<Silent> silent(String profile, CurfewClient client) {
        return client.silent().stream().map(sighting -> new Silent(label(profile), sighting));
    }

    private Roll roll(Answers<List<RosterEntry>> answers, @Nullable Selector selector) {
        List<Row> rows = new ArrayList<>();
        answers.given()
                .forEach((profile, entries) -> entries.stream()
                        .map(entry -> new Row(label(profile), entry))
                        .filter(row -> row.isMeantBy(selector))
                        .forEach(rows::add));
        if (isSeveral()) {
            rows.sort(BY_NAME);
        }
        Set<String> away = new LinkedHashSet<>(clients.keySet());
        away.removeAll(answers.given().keySet());
        return new Roll(rows, answers.failures(), away);
    }

    /** What keeps a roll from being complete; of a cluster that is away, no more than that it is. */
    List<String> warnings(Roll roll) {
        List<String> warnings = new ArrayList<>(roll.failures());
        warnings.addAll(troubles(roll.away()));
        return warnings;
    }

    /** What keeps reports from being read just now. */
    private List<String> troubles() {
        return troubles(Set.of());
    }

    private List<String> troubles(Set<String> except) {
        List<String> troubles = new ArrayList<>();
        clients.forEach((profile, client) -> {
            if (!except.contains(profile)) {
                client.troubles().forEach(trouble -> troubles.add(sentence(profile, trouble)));
            }
        });
        return troubles;
    }

    /** Closes all at once. */
    @Override
    public void close() {
        List<Thread> closing = new ArrayList<>();
        clients.forEach((profile, client) -> {
            Thread thread = new Thread(client::close, "curfew-cli-close-" + profile);
            thread.setDaemon(true);
            thread.start();
            closing.add(thread);
        });
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
