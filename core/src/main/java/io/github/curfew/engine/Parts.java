package io.github.curfew.engine;

import io.github.curfew.auth.Admitted;
import io.github.curfew.model.Action;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Mode;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.model.RunInfo;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.model.Terms;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The engine's parts, put together: links on one side, runs on the other, the desk between them. Everything here goes by
 * the scheduler that it is given, and nothing blocks but a round of listening.
 *
 * @param scheduler time and threads
 * @param links one for each backend
 * @param runs who can be meant
 * @param authority whose word a message is
 * @param requests what signals ask
 * @param desk where signals are judged
 * @param leaving how runs leave
 * @param telling how reports get out
 * @param counters what happened
 * @param beat how often a driver says that it is alive
 */
record Parts(
        Scheduler scheduler,
        List<Link> links,
        Runs runs,
        Authority authority,
        Requests requests,
        Desk desk,
        Leaving leaving,
        Telling telling,
        Counters counters,
        Duration beat) {
    static Parts of(
            EngineSettings settings,
            DriverInfo driver,
            Map<String, Transport> transports,
            Scheduler scheduler,
            RandomGenerator random,
            Runnable afterFinal) {
        return of(settings, driver, transports, scheduler, random, afterFinal, List::of);
    }

    /** The same, with the health of the doors beside that of the links. */
    static Parts of(
            EngineSettings settings,
            DriverInfo driver,
            Map<String, Transport> transports,
            Scheduler scheduler,
            RandomGenerator random,
            Runnable afterFinal,
            Supplier<List<BackendHealth>> doors) {
        Counters counters = new Counters();
        List<Link> links = new ArrayList<>();
        transports.forEach((name, transport) -> links.add(new Link(name, transport, scheduler, random)));
        Runs runs = new Runs(scheduler, links);
        Letters letters = new Letters(
                driver,
                scheduler,
                settings,
                () -> Stream.concat(links.stream().map(link -> link.health().get()), doors.get().stream())
                        .toList());
        Telling telling = new Telling(driver.id(), scheduler, links, runs, letters, counters, afterFinal);
        Requests requests = new Requests(settings, driver.id(), scheduler);
        Authority authority = new Authority(settings, scheduler);
        Desk desk = new Desk(authority, requests, scheduler, runs, telling, counters);
        Leaving leaving = new Leaving(desk, requests, runs, telling);
        return new Parts(
                scheduler,
                List.copyOf(links),
                runs,
                authority,
                requests,
                desk,
                leaving,
                telling,
                counters,
                settings.beat());
    }

    /** Puts a run under curfew; completes when it is fenced. */
    CompletableFuture<Void> register(Run run) {
        // One of ours throws nothing.
        Run guarded = run instanceof Lifecycle ? run : new GuardedRun(run, counters);
        return register(new WatchedRun(guarded, scheduler, leaving, links));
    }

    CompletableFuture<Void> register(WatchedRun watched) {
        return runs.add(watched).thenRun(() -> {
            telling.hello(watched);
            desk.review();
        });
    }

    Lifecycle lifecycle(RunInfo info, Lifecycle.Script script, Maintenance maintenance) {
        return new Lifecycle(
                info, script, maintenance, scheduler, leaving, requests::turnOfItsOwn, telling::changed, counters);
    }

    /**
     * The rounds of one link's thread.
     *
     * @param link which
     * @param afterContact called after the first attempt at contact, good or bad
     */
    LinkThread.Round rounds(Link link, Runnable afterContact) {
        return new Rounds(this, link, afterContact);
    }

    /** Asks every run to drain, as a signal for everyone would. */
    void stopAll(String source, String reason, Duration deadline) {
        Terms terms = new Terms(Mode.GRACEFUL, deadline, OnTimeout.FORCE, null, reason, null);
        desk.acceptForLiving(Admitted.ofOwn(new Signal(
                new SignalId(source, Letters.newId()), Action.STOP, Selector.EVERYONE, terms, scheduler.now())));
    }
}
