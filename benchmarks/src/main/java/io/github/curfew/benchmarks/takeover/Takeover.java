package io.github.curfew.benchmarks.takeover;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How long nothing is processed while one version of an application gives way to the next: by takeover, and by stopping
 * the old one and then starting the new one. Both take turns.
 */
public final class Takeover {
    private Takeover() {}

    /**
     * Runs. Exits with 1 if a handover duplicated or lost a row.
     *
     * @param args how many handovers of each kind, and over which backend: file, kafka or redis
     * @throws Exception if it cannot go on
     */
    public static void main(String[] args) throws Exception {
        int handovers = Integer.parseInt(args[0]);
        Path home = Files.createTempDirectory("curfew-takeover-");
        long wrong;
        try (Broker broker = Broker.start(args[1], home);
                Chain takeover = new Chain(
                        "takeover",
                        Files.createDirectory(home.resolve("takeover")),
                        true,
                        false,
                        broker.settings("takeover"));
                Chain submit = new Chain(
                        "stop, then start",
                        Files.createDirectory(home.resolve("submit")),
                        false,
                        false,
                        broker.settings("submit"))) {
            for (int handover = 1; handover <= handovers; handover++) {
                takeover.handOver();
                submit.handOver();
                System.out.println(handover + " of " + handovers + " handovers");
            }
            System.out.printf("%-20s%12s%12s%12s%12s%n", args[1] + ", gap", "median", "least", "most", "wrong rows");
            long first = takeover.wrong();
            long second = submit.wrong();
            print(takeover, first);
            print(submit, second);
            wrong = first + second;
        }
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static void print(Chain chain, long wrong) {
        List<Duration> gaps = chain.gaps().stream().sorted().toList();
        System.out.printf(
                "%-20s%12s%12s%12s%12d%n",
                chain.title(),
                gaps.get(gaps.size() / 2).toMillis() + " ms",
                gaps.get(0).toMillis() + " ms",
                gaps.get(gaps.size() - 1).toMillis() + " ms",
                wrong);
    }
}
