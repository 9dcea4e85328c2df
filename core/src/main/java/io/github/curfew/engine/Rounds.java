package io.github.curfew.engine;

import io.github.curfew.model.BackendHealth;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a link's thread does, round by round: first contact, the beat, what waits for a verdict, and listening. */
final class Rounds implements LinkThread.Round {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(20);
    private static final Duration REVIEW = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration AFTER_BUG = Duration.ofSeconds(1);

    private final Parts parts;
    private final Scheduler scheduler;
    private final Link link;
    private final Runnable afterContact;
    private boolean contacted;
    private Duration nextBeat;
    private Duration nextReview;
    private List<BackendHealth.State> told;

    Rounds(Parts parts, Link link, Runnable afterContact) {
        this.parts = parts;
        this.scheduler = parts.scheduler();
        this.link = link;
        this.afterContact = afterContact;
        this.nextBeat = scheduler.uptime().plus(parts.beat());
        this.nextReview = scheduler.uptime();
        this.told = states();
    }

    @Override
    public Duration take() throws InterruptedException {
        try {
            return round();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // A bug of ours: listening must not end by it.
            LOG.error("A round of {} failed; listening goes on", link.name(), e);
            return AFTER_BUG;
        }
    }

    private Duration round() throws InterruptedException {
        if (!contacted) {
            contacted = true;
            firstContact();
        }
        Duration uptime = scheduler.uptime();
        if (uptime.compareTo(nextBeat) >= 0) {
            parts.runs().lookForEnded();
            boolean isTold = parts.telling().alive(link);
            // While other news goes out it has no room: without this, a run's hello that was written before the link
            // listened was the last word on it for a whole beat. Where nothing goes out, there is no hurry.
            boolean isSoon = !isTold && link.health().get().state() == BackendHealth.State.LISTENING;
            nextBeat = uptime.plus(isSoon && AGAIN.compareTo(parts.beat()) < 0 ? AGAIN : parts.beat());
        }
        if (parts.runs().hasParked() && uptime.compareTo(nextReview) >= 0) {
            nextReview = uptime.plus(REVIEW);
            parts.desk().review();
        }
        Duration pause = link.step(parts.desk(), wait(uptime));
        beatOnChange();
        Duration untilBeat = nextBeat.minus(scheduler.uptime());
        return pause.compareTo(untilBeat) > 0 && !untilBeat.isNegative() ? untilBeat : pause;
    }

    /** Whoever lists the runs shall not read for a whole beat that a link is down which is up again. */
    private void beatOnChange() {
        List<BackendHealth.State> states = states();
        if (!states.equals(told)) {
            told = states;
            nextBeat = scheduler.uptime();
        }
    }

    private List<BackendHealth.State> states() {
        return parts.links().stream().map(each -> each.health().get().state()).toList();
    }

    private void firstContact() {
        try {
            link.contact();
        } catch (Throwable e) {
            // A backend's bug included; the step to come meets it too, and tells it.
            LOG.debug("No first contact with {}", link.name(), e);
        } finally {
            afterContact.run();
        }
    }

    private Duration wait(Duration uptime) {
        Duration untilBeat = nextBeat.minus(uptime);
        Duration most = parts.runs().hasParked() ? REVIEW : LONGEST_POLL;
        return untilBeat.compareTo(most) < 0 ? untilBeat : most;
    }
}
