package io.github.curfew.engine;

import io.github.curfew.model.DriverInfo;
import io.github.curfew.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's parts, put together: links on one side, runs on the other, the desk between them. Everything here goes by
 * the scheduler that it is given, and nothing blocks but a round of listening.
 *
 * @param scheduler time and threads
 * @param links one for each backend
 * @param runs who can be meant
 * @param desk where signals are judged
 * @param telling how reports get out
 * @param counters what happened
 * @param beat how often a driver says that it is alive
 */
record Parts(
        Scheduler scheduler,
        List<Link> links,
        Runs runs,
        Desk desk,
        Telling telling,
        Counters counters,
        Duration beat) {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(20);
    private static final Duration REVIEW = Duration.ofSeconds(1);

    static Parts of(
            EngineSettings settings,
            DriverInfo driver,
            Map<String, Transport> transports,
            Scheduler scheduler,
            RandomGenerator random,
            Runnable afterFinal) {
        Counters counters = new Counters();
        List<Link> links = new ArrayList<>();
        transports.forEach((name, transport) -> links.add(new Link(name, transport, scheduler, random)));
        Runs runs = new Runs(scheduler, links);
        Letters letters = new Letters(
                driver,
                scheduler,
                settings.beat(),
                () -> links.stream().map(link -> link.health().get()).toList());
        Telling telling = new Telling(driver.id(), scheduler, links, runs, letters, counters, afterFinal);
        Desk desk = new Desk(settings, scheduler, runs, telling, counters);
        return new Parts(scheduler, List.copyOf(links), runs, desk, telling, counters, settings.beat());
    }

    /** Puts a run under curfew; completes when it is fenced. */
    CompletableFuture<Void> register(Run run) {
        WatchedRun watched = new WatchedRun(run, scheduler, telling, links);
        return runs.add(watched).thenRun(() -> {
            telling.hello(watched);
            desk.review();
        });
    }

    /**
     * The rounds of one link's thread.
     *
     * @param link which
     * @param afterContact called after the first attempt at contact, good or bad
     */
    LinkThread.Round rounds(Link link, Runnable afterContact) {
        return new LinkThread.Round() {
            private boolean contacted;
            private Duration nextBeat = scheduler.uptime().plus(beat);
            private Duration nextReview = scheduler.uptime();

            @Override
            public Duration take() throws InterruptedException {
                if (!contacted) {
                    contacted = true;
                    firstContact();
                }
                Duration uptime = scheduler.uptime();
                if (uptime.compareTo(nextBeat) >= 0) {
                    nextBeat = uptime.plus(beat);
                    runs.lookForEnded();
                    telling.alive(link);
                    link.outbox().send();
                }
                if (runs.hasParked() && uptime.compareTo(nextReview) >= 0) {
                    nextReview = uptime.plus(REVIEW);
                    desk.review();
                }
                Duration pause = link.step(desk, wait(uptime));
                Duration untilBeat = nextBeat.minus(scheduler.uptime());
                return pause.compareTo(untilBeat) > 0 && !untilBeat.isNegative() ? untilBeat : pause;
            }

            private void firstContact() {
                try {
                    link.contact();
                } catch (RuntimeException e) {
                    LOG.debug("No first contact with {}", link.name(), e);
                } finally {
                    afterContact.run();
                }
            }

            private Duration wait(Duration uptime) {
                Duration untilBeat = nextBeat.minus(uptime);
                Duration most = runs.hasParked() ? REVIEW : LONGEST_POLL;
                return untilBeat.compareTo(most) < 0 ? untilBeat : most;
            }
        };
    }
}
