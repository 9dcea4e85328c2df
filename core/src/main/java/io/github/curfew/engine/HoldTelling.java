package io.github.curfew.engine;

import io.github.curfew.engine.Hold.Decision;
import io.github.curfew.engine.Hold.Verdict;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Durations;
import io.github.curfew.model.Outcome;
import io.github.curfew.model.Signal;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the brokers and the log what becomes of held runs: the log at once, the brokers when no lock is held. */
final class HoldTelling {
    private static final Logger LOG = LoggerFactory.getLogger(HoldTelling.class);

    private final Telling telling;
    private final Runs runs;
    private final Scheduler scheduler;
    private final DriverInfo driver;
    private final Duration expiry;
    private final Untold untold = new Untold();

    HoldTelling(Telling telling, Runs runs, Scheduler scheduler, DriverInfo driver, Duration expiry) {
        this.telling = telling;
        this.runs = runs;
        this.scheduler = scheduler;
        this.driver = driver;
        this.expiry = expiry;
    }

    /** Tells the brokers what is left to tell. Only where no lock is held. */
    void tell() {
        untold.tell();
    }

    void began(Hold hold) {
        LOG.info("{} is held before its first batch: {}", hold.info.displayName(), hold.why);
    }

    /** It waits for others, or for another reason; whoever lists the runs reads that, once it has told who it is. */
    void changed(Hold hold) {
        LOG.info("{} is held: {}", hold.info.displayName(), hold.why);
        if (hold.stage != Hold.Stage.LOOKING) {
            untold.add(telling::changed);
        }
    }

    /** It says that it is there, with the number of its claim. */
    void speak(Hold hold) {
        hold.spoke = scheduler.uptime();
        hello(hold);
    }

    private void hello(Hold hold) {
        WatchedRun run = runs.get(hold.info.id());
        if (run != null) {
            untold.add(() -> telling.hello(run));
        }
    }

    /** It asks others to stop. */
    void ask(Hold hold, List<Member> others) {
        Signal signal = new Claim(hold.info.id(), hold.number).signal(hold.queryId, driver, expiry, scheduler.now());
        hold.asking.ask(signal, others, scheduler.uptime());
        LOG.info("{} is held and asks its predecessor to stop: {}", hold.info.displayName(), hold.why);
        untold.add(() -> telling.publish(signal, expiry));
    }

    /** It was decided what becomes of it. */
    void decided(Hold hold, Decision made) {
        String took = Durations.text(scheduler.uptime().minus(hold.begun));
        String name = hold.info.displayName();
        switch (made.verdict()) {
            case GO -> LOG.info("{} goes on after {}: {}", name, took, made.sentence());
            case END -> LOG.info("{} ends without a batch after {}: {}", name, took, made.sentence());
            case GIVE_UP -> LOG.error("{} gives up after {}: {}", name, took, made.sentence());
        }
        WatchedRun run = runs.get(hold.info.id());
        Request request = hold.asking.request(hold.queryId);
        if (run != null && request != null && made.verdict() != Verdict.END) {
            Outcome outcome = made.verdict() == Verdict.GO ? Outcome.RESUMED : Outcome.FAILED;
            untold.add(() -> telling.report(run.run(), request, outcome, null, made.sentence()));
        }
        if (made.verdict() == Verdict.GO) {
            hello(hold);
        }
    }

    /** It goes on though its predecessor was cut or failed. */
    void badlyEnded(Hold hold, String words) {
        LOG.warn("{} goes on after a predecessor that did not end well: {}", hold.info.displayName(), words);
    }
}
