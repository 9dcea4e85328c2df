package io.github.curfew.client;

import io.github.curfew.MalformedException;
import io.github.curfew.auth.Admission;
import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.Seal;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Report;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the reports of all backends come together. Anybody can write to a broker: what is no report is passed over.
 * Thread-safe; its monitor guards the roster and every tracking, and is notified at each change.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Admission admission;
    private final Clock clock;
    private final Roster roster;
    private final Set<Tracking> trackings = new LinkedHashSet<>();
    private final List<Consumer<? super Report.OfSignal>> listeners = new ArrayList<>();
    private final Map<String, Refusal> refusals = new TreeMap<>();
    private final Duration keep;
    private @Nullable Instant brokerTime;
    private long brokerTimeAt;

    /**
     * Why reports of a backend did not count.
     *
     * @param sentence of the first
     * @param lastAt when the last of them came
     */
    private record Refusal(String sentence, long lastAt) {
        boolean counts(Duration keep) {
            return System.nanoTime() - lastAt < keep.toNanos();
        }
    }

    /**
     * Makes one.
     *
     * @param keep for how long a driver that is lost is told of, and reports that did not count
     */
    Intake(Admission admission, Duration keep, Clock clock) {
        this.keep = keep;
        this.roster = new Roster(keep);
        this.admission = admission;
        this.clock = clock;
    }

    /** Takes what a reader brought. Never throws. */
    void deliver(String backend, Delivery delivery) {
        Admitted<Report> admitted;
        try {
            admitted = admission.report(delivery.body(), clock.instant());
        } catch (RefusedException e) {
            refused(backend, String.valueOf(e.getMessage()));
            return;
        } catch (MalformedException e) {
            LOG.debug(
                    "Passed over what is no report on {}: {}",
                    backend,
                    Quoted.sentence(String.valueOf(e.getMessage())));
            return;
        } catch (RuntimeException e) {
            LOG.warn("Reading the report {} on {} failed; it is passed over", Quoted.plain(delivery.id()), backend, e);
            return;
        }
        synchronized (this) {
            Report report = admitted.message();
            Instant heard = heard(delivery, admitted);
            if (report instanceof Report.OfRoster ofRoster) {
                trackings.forEach(tracking -> tracking.sight(backend, delivery, ofRoster));
                roster.take(ofRoster, heard);
            } else if (report instanceof Report.OfSignal ofSignal) {
                roster.heard(ofSignal.driverId(), heard);
                trackings.forEach(tracking -> tracking.take(ofSignal));
                listeners.forEach(listener -> tell(listener, ofSignal));
            }
            notifyAll();
        }
    }

    /** A bug in a listener must not end the reading. */
    private static void tell(Consumer<? super Report.OfSignal> listener, Report.OfSignal report) {
        try {
            listener.accept(report);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "A listener threw on the report {}; the others and what comes next are not harmed",
                    Quoted.plain(report.id()),
                    e);
        }
    }

    /** By the broker's clock; by the driver's where the broker tells none, whose lead must not outlive the driver. */
    private Instant heard(Delivery delivery, Admitted<Report> admitted) {
        Instant now = now();
        Instant said = admitted.message().time();
        Instant heard = delivery.time() != null ? delivery.time() : said.isAfter(now) ? now : said;
        Seal seal = admitted.seal();
        // A captured beat that is sent again does not make a driver live.
        return seal == null ? heard : seal.heard(heard);
    }

    /** Somebody says what no driver with a key has said. The first is told loudly, for then all may be. */
    private synchronized void refused(String backend, String why) {
        String sentence = Quoted.sentence(why);
        Refusal known = refusals.get(backend);
        Refusal counting = known == null || !known.counts(keep) ? null : known;
        refusals.put(backend, new Refusal(counting == null ? sentence : counting.sentence(), System.nanoTime()));
        if (counting == null) {
            trackings.forEach(tracking -> tracking.stays(refusal(backend, sentence)));
            LOG.warn("A report on {} does not count, and more of them are passed over quietly: {}", backend, sentence);
            notifyAll();
        } else {
            LOG.debug("A report on {} does not count: {}", backend, sentence);
        }
    }

    /** One sentence for each backend on which reports are not believed; the same however many there are. */
    synchronized List<String> refusals() {
        List<String> sentences = new ArrayList<>();
        refusals.forEach((backend, refusal) -> {
            if (refusal.counts(keep)) {
                sentences.add(refusal(backend, refusal.sentence()));
            }
        });
        return sentences;
    }

    private static String refusal(String backend, String sentence) {
        return "reports on the backend " + backend + " do not count; of the first: " + sentence;
    }

    /** A broker took a message of ours at this time: from now on its clock counts, and no longer the sender's. */
    synchronized void brokerTold(Instant time) {
        brokerTime = time;
        brokerTimeAt = System.nanoTime();
    }

    private synchronized Instant now() {
        return brokerTime == null ? clock.instant() : brokerTime.plusNanos(System.nanoTime() - brokerTimeAt);
    }

    /** A broker has lost reports that nobody here had read. */
    synchronized void lost(String backend, String sentence) {
        String what = Quoted.sentence(sentence);
        LOG.warn("Reports on {} are lost: {}", backend, what);
        trackings.forEach(tracking -> tracking.lost(backend, what));
        notifyAll();
    }

    synchronized void changed() {
        notifyAll();
    }

    synchronized List<RosterEntry> entries() {
        return roster.entries(now());
    }

    /** The drivers that have runs and have been silent for two beats. */
    synchronized Set<String> lost() {
        return roster.lost(now());
    }

    /** For those that hold the monitor. */
    Roster roster() {
        return roster;
    }

    /** Has every report on a signal told, under the monitor: a listener is quick and throws nothing. */
    synchronized void listen(Consumer<? super Report.OfSignal> listener) {
        listeners.add(listener);
    }

    /** Has every report from now on told to it. */
    synchronized void add(Tracking tracking) {
        tracking.begin(entries());
        refusals().forEach(tracking::stays);
        trackings.add(tracking);
    }

    synchronized void remove(Tracking tracking) {
        trackings.remove(tracking);
    }

    /** Closes every tracking that is still open. */
    void close() {
        List<Tracking> open;
        synchronized (this) {
            open = List.copyOf(trackings);
        }
        open.forEach(Tracking::close);
    }
}
