package io.github.curfew.chaos;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One story on a real server, drawn from a seed: which faults, which signals, which drivers come and go, and in which order.
 * How they meet is the machine's own affair, so a seed that failed once may have to be tried more than once.
 */
final class Chaos {
    /** Places in which one driver follows another. */
    static final int SLOTS = 4;

    private static final int MOST_RUNS = 3;
    /** Longer than any deadline that a sender gives. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Victim victim;
    private final long seed;
    private final Plant plant;
    private final Duration healing;
    private final boolean guarded;
    private final Story story;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private int excused;
    private int refused;

    /**
     * What came of it.
     *
     * @param figures in one line
     * @param faults the names of those that were made
     * @param violations what the checker has against it
     */
    record Result(String figures, Set<String> faults, List<String> violations) {}

    /**
     * Makes one.
     *
     * @param victim to whom it happens
     * @param seed of which it is drawn
     * @param plant a bug that is in it
     * @param healing how long it may take after the last fault until all is well
     */
    Chaos(Victim victim, long seed, Plant plant, Duration healing) {
        this.healing = healing;
        this.victim = victim;
        this.seed = seed;
        this.plant = plant;
        this.guarded = plant == Plant.ADMITS_ALL || (plant == Plant.NONE && (seed & 1) == 1);
        this.story = new Story(guarded, victim.keepsForStrangers());
    }

    private Map<String, String> guarded(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        if (guarded) {
            all.put("auth.required", "true");
            all.put("auth.keys.ops.secret", "0123456789abcdef0123456789abcdef");
        }
        return all;
    }

    private interface Task {
        void work(Random random) throws Exception;
    }

    private void begin(String name, int number, Task task) {
        Random random = new Random(seed * 31 + number);
        Thread thread = new Thread(
                () -> {
                    try {
                        task.work(random);
                    } catch (Exception | Error e) {
                        broken.add("promise 6, " + name + " broke: " + e);
                    }
                },
                "chaos-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Whether there is still time. */
    private boolean pause(long millis) throws InterruptedException {
        return !over.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Lives it, lets all come to rest, and judges. */
    Result live(Duration length) throws InterruptedException {
        List<Map<String, String>> places =
                victim.places().stream().map(this::guarded).toList();
        try (Sender sender = new Sender(story, guarded(victim.senders()), places, new Random(seed))) {
            for (int slot = 0; slot < SLOTS; slot++) {
                int place = slot;
                begin("driver-" + slot, slot, random -> drive(place, random));
            }
            begin("sender", SLOTS, random -> {
                while (pause(20 + random.nextInt(100))) {
                    sender.sendAny();
                }
            });
            for (int slot = 0; slot < SLOTS; slot++) {
                List<Fault> faults = victim.faults(slot);
                if (!faults.isEmpty()) {
                    begin("faults-" + slot, SLOTS + 1 + slot, random -> harm(faults, random));
                }
            }
            boolean unused = pause(length.toMillis());
            over.countDown();
            for (Thread thread : threads) {
                thread.join(healing.toMillis());
                if (thread.isAlive()) {
                    broken.add("promise 6, " + thread.getName() + " does not end: " + List.of(thread.getStackTrace()));
                }
            }
            if (!broken.isEmpty()) {
                // Without its server nothing comes to rest.
                return result(broken);
            }
            List<String> violations = new ArrayList<>(rest(sender));
            List<ChaosDriver> keepers = story.drivers();
            if (places.isEmpty()) {
                leave();
            } else {
                // What a driver keeps itself goes with it.
                keepers = keepers.stream().filter(ChaosDriver::isThere).toList();
            }
            boolean keeps = sender.transport().capabilities().replaysReports();
            Set<String> kept = keeps ? Witness.ids(sender.transport()) : Set.of();
            leave();
            Checker checker = new Checker(story, LoggedFinals.byDriver());
            if (keeps) {
                checker.found(kept, keepers);
            }
            violations.addAll(checker.judge());
            refused = checker.refused();
            return result(violations);
        } finally {
            over.countDown();
            story.drivers().forEach(ChaosDriver::bury);
        }
    }

    /** Drivers come, begin and end runs, and go in one way or the other. */
    private void drive(int place, Random random) throws InterruptedException {
        ChaosDriver driver = driver(place);
        while (pause(20 + random.nextInt(100))) {
            List<ChaosRun> living = driver.living();
            if (random.nextInt(40) == 0) {
                if (random.nextBoolean()) {
                    driver.leave();
                } else {
                    driver.crash();
                }
                driver = driver(place);
            } else if (living.size() < MOST_RUNS) {
                driver.start(new ChaosRun(
                        random.nextInt(ChaosRun.SHARDS),
                        Duration.ofMillis(random.nextInt(300)),
                        random.nextInt(10) == 0));
            } else if (random.nextInt(10) == 0) {
                driver.end(living.get(random.nextInt(living.size())));
            }
        }
    }

    private ChaosDriver driver(int place) {
        Map<String, String> flags = guarded(victim.drivers(place));
        Settings settings = Settings.resolve(List.of(SettingsSource.flags(flags)), Backends.discover());
        int way = victim.places().isEmpty() ? 0 : place;
        ChaosDriver driver = new ChaosDriver(settings, plant, way, () -> victim.killed(place));
        story.add(driver);
        return driver;
    }

    private void harm(List<Fault> faults, Random random) throws Exception {
        long rest = 0;
        while (pause(rest + 100 + random.nextInt(600))) {
            Fault fault = faults.get(random.nextInt(faults.size()));
            Instant from = Moments.now();
            fault.begin().take();
            pause(100 + random.nextInt(2_000));
            fault.end().take();
            Instant to = Moments.now();
            story.add(new Story.Trouble(fault, from, to));
            // A server that takes long to start is not to be away all the time.
            rest = Duration.between(from, to).toMillis() / 2;
        }
    }

    /** Nothing goes wrong any more: whoever was meant hears of it, and whoever is asked now stops. */
    private List<String> rest(Sender sender) {
        List<String> violations = new ArrayList<>();
        Checker checker = new Checker(story, LoggedFinals.byDriver());
        await(healing, () -> checker.missed().isEmpty());
        violations.addAll(checker.missed());
        excused = checker.excused();
        Instant end = Moments.now().plus(healing);
        do {
            // Right after a loss nobody can tell what is new: whoever refuses is asked again, as his report says.
            for (int shard = 0; shard < ChaosRun.SHARDS; shard++) {
                int asked = shard;
                await(healing, () -> sender.sendTo(asked));
            }
            await(AGAIN, () -> living().isEmpty());
        } while (!living().isEmpty() && Moments.now().isBefore(end));
        living().forEach(run -> violations.add("promise 2, asked again and again, it lives: " + run));
        // Who had ended already has heard of the last asking nevertheless.
        await(healing, () -> checker.missed().isEmpty());
        violations.addAll(checker.missed());
        return violations;
    }

    private void leave() {
        story.drivers().stream().filter(ChaosDriver::isThere).forEach(ChaosDriver::leave);
    }

    private List<ChaosRun> living() {
        return story.drivers().stream()
                .filter(ChaosDriver::isThere)
                .flatMap(driver -> driver.living().stream())
                .toList();
    }

    private interface Condition {
        boolean holds();
    }

    /** What does not come about is told by what is looked at afterwards. */
    private static void await(Duration most, Condition condition) {
        try {
            org.awaitility.Awaitility.await()
                    .atMost(most)
                    .pollInterval(Duration.ofMillis(50))
                    .until(condition::holds);
        } catch (ConditionTimeoutException e) {
            // Told afterwards.
        }
    }

    private Result result(List<String> violations) {
        Map<String, Integer> faults = new TreeMap<>();
        story.troubles().forEach(trouble -> faults.merge(trouble.fault().name(), 1, Integer::sum));
        return new Result(figures(faults, violations.size()), faults.keySet(), violations);
    }

    private String figures(Map<String, Integer> faults, int violations) {
        long kept = story.sent().values().stream().filter(Sent::isKept).count();
        long runs = story.drivers().stream()
                .mapToLong(driver -> driver.runs().size())
                .sum();
        long crashed = story.drivers().stream().filter(ChaosDriver::hasCrashed).count();
        return "seed " + seed + (story.isGuarded() ? ", signed" : "") + (plant == Plant.NONE ? "" : ", " + plant)
                + ": " + story.sent().size() + " signals sent, " + kept + " kept; "
                + story.troubles().size()
                + " faults " + faults + "; " + story.drivers().size() + " drivers, " + crashed + " killed; " + runs
                + " runs, " + ended(ChaosRun.How.DRAINED) + " drained, " + ended(ChaosRun.How.CUT) + " cut; "
                + told(Outcome.STOPPED) + " stopped, " + told(Outcome.REFUSED) + " refused, " + refused
                + " of them of one who may; " + excused + " lost with the server's data; "
                + story.drivers().stream()
                        .mapToInt(driver -> driver.diary().failures())
                        .sum()
                + " calls failed, "
                + story.drivers().stream()
                        .mapToInt(driver -> driver.diary().losses())
                        .sum()
                + " losses told; " + violations + " violations";
    }

    private long ended(ChaosRun.How how) {
        return story.drivers().stream()
                .flatMap(driver -> driver.runs().stream())
                .filter(run -> run.how() == how)
                .count();
    }

    private long told(Outcome outcome) {
        return story.said()
                .filter(said -> said.report().outcome() == outcome && said.kept())
                .count();
    }
}
