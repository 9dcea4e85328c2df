package io.github.curfew.spi;

import io.github.curfew.model.RunInfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries the messages of one namespace over one broker. It moves bytes and tells positions; backoff, when to try again,
 * duplicates, staleness, signatures and reports are core's.
 *
 * <p><b>Threads.</b> Thread-safe: any method may be called from several threads at once. {@link #capabilities},
 * {@link #hearingTime}, {@link #quietTime} and {@link #needOfReports} do not block. All others but {@link #close} may,
 * within the time limits of the backend's own settings; {@link #publish} within the time that it is given. None is called on
 * a thread of a stream.
 *
 * <p><b>Outages.</b> A broken link is met by an exception now and by connecting anew at the next call: a transport outlives
 * any number of them, and does not wait or try again by itself. A place that is not there yet, such as a topic, is met like
 * an outage.
 *
 * <p><b>Delivery.</b> What {@link #publish} returned a receipt for is brought to every reader whose position lies before
 * it, at least once, in the order of publication where the broker has one, and under {@link Receipt#id()}. What failed may
 * have been published all the same: core publishes it again, and sorts out what came twice.
 *
 * <p><b>Closing.</b> {@link #close} ends what is under way on other threads: such calls return or throw within a second or
 * so, and later ones throw.
 */
public interface Transport extends AutoCloseable {
    /**
     * What it can do.
     *
     * @return the same at every call, without asking the broker
     */
    Capabilities capabilities();

    /**
     * Says how soon whoever reads will have seen what was just published, while all is well: how often it looks, where
     * it has to look. A sender that hears nothing for so long, and a little longer, knows that nobody is there.
     *
     * @return a second, unless the transport knows better; the same at every call, without asking the broker
     */
    default Duration hearingTime() {
        return Duration.ofSeconds(1);
    }

    /**
     * Says how long it must be quiet until a reader that was just opened has been given all that lay there when it was.
     *
     * @return a third of a second, unless the transport knows better; the same at every call, without asking the broker
     */
    default Duration quietTime() {
        return Duration.ofMillis(300);
    }

    /**
     * Says what has to be set for reports to be there for others than the sender whom they answer.
     *
     * @return one sentence, where {@link Capabilities#replaysReports} is false; null where it is true
     */
    default @Nullable String needOfReports() {
        return null;
    }

    /**
     * Gives the address at which this sender reads its reports, on a backend that addresses them: it goes into the
     * signal, and comes back to drivers as {@link Outgoing#replyTo()}. Makes the place, if need be.
     *
     * @return the same at every call; null on a backend that has one place for all reports, which is nearly every one
     * @throws TransportException if the broker cannot be reached or refuses
     */
    default @Nullable String replyAddress() {
        return null;
    }

    /**
     * Publishes a message. Blocks until the broker has it for good by its own standards. Core publishes again what failed,
     * in the same group and under the same name; where the broker can tell, that is the same message.
     *
     * @param message what and where to
     * @param timeout how long it may take at the most, connecting included; a call that goes over it by seconds holds up
     *     the reports of its driver, and no stream
     * @return the broker's word that it has it
     * @throws TransportException if the broker did not give its word in time, or refused; it may have the message all
     *     the same
     */
    Receipt publish(Outgoing message, Duration timeout);

    /**
     * Asks the broker for the position after all that it holds now. Made anew by a question to the broker, never from
     * what a reader has seen: the fence of a run that is about to start is made of it, and a start waits for it, for
     * two seconds at the most. The first call is a driver's first contact, from which on nothing is missed; a broker where a
     * place has to be made first, such as a queue, makes it here.
     *
     * @param topic of which kind
     * @return the position: every message published later is {@link Position.Order#AFTER} it, or unknown
     * @throws TransportException if the broker cannot be reached or refuses
     */
    Position end(Topic topic);

    /**
     * Asks for a position that the broker had, at the latest, some time ago. One that lies too early costs work; one
     * that lies too late would lose messages.
     *
     * @param topic of which kind
     * @param ago how long ago
     * @return the position, which may be the very beginning
     * @throws TransportException if the broker cannot be reached or refuses
     */
    Position past(Topic topic, Duration ago);

    /**
     * Opens a reader. Several may be open at once, of one topic too; each is given everything. A reader need not connect
     * before its first poll.
     *
     * @param topic of which kind
     * @param from where to begin: one of this transport's positions
     * @return the reader
     * @throws TransportException if the broker cannot be reached or refuses
     */
    Reader read(Topic topic, Position from);

    /**
     * Makes a run visible on the broker, where it has a place for that: a marker file, a queue's tags. Also called again
     * with the same run after a failure. It is no message: no reader is given anything by it.
     *
     * @param run the run
     * @throws TransportException if the broker cannot be reached or refuses
     */
    default void announce(RunInfo run) {}

    /**
     * Takes back what {@link #announce} made, and only that.
     *
     * @param run the run
     * @throws TransportException if the broker cannot be reached or refuses
     */
    default void withdraw(RunInfo run) {}

    /**
     * Tells whom the broker itself shows as listening, where it has a place for that: queues and their tags; or whose
     * address is known. Asked for a roster, beside what drivers say, so that those are seen that do not answer.
     *
     * @return one for each driver; empty where a broker has no such place
     * @throws TransportException if the broker cannot be reached or refuses
     */
    default List<Sighting> sightings() {
        return List.of();
    }

    /**
     * Closes it and every reader of it, within a second or so, whether the broker answers or not. Calls that are under way
     * on other threads return or throw; later ones throw a {@link TransportException}. What it holds on the broker for
     * itself alone, such as a queue, is taken away. Does not throw, and may be called twice.
     */
    @Override
    void close();
}
