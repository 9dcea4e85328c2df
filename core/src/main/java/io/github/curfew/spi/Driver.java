package io.github.curfew.spi;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A driver as a {@link Door} finds it. Thread-safe; no method blocks. */
public interface Driver {
    /**
     * Says who it is.
     *
     * @return the same at every call
     */
    DriverInfo info();

    /**
     * Takes a message that is new by its nature, because it did not lie on a broker. What becomes of it is told to the
     * listeners; when this returns, they have heard a first word on every run that it matches.
     *
     * @param body the message, signed or not
     * @param attributes what came beside it, as on a broker
     * @param ifItHasNone an identity, for a message that has none of its own
     * @return the signal that it was; it is obeyed by every run that it matches now, unless it came before
     * @throws io.github.curfew.MalformedException with one sentence, if it cannot be read
     * @throws RefusedException if nobody who may has signed it; that is counted already
     */
    Signal accept(Payload body, Map<String, String> attributes, SignalId ifItHasNone);

    /**
     * Takes a signal that did not come as a message, such as by a path, and so has no signature; else as {@link
     * #accept(Payload, Map, SignalId)} does.
     *
     * @param signal the signal; it is obeyed by every run that it matches now, unless it came before
     * @throws RefusedException if only what is signed counts; that is counted already
     */
    void accept(Signal signal);

    /**
     * Counts a signal that somebody brought and that cannot be read, like one from a broker.
     *
     * @param door through which it came: a backend's name
     * @param sentence what is wrong with it, for the log
     */
    void malformed(String door, String sentence);

    /**
     * Writes a report as it would go over a broker.
     *
     * @param report any
     * @return its bytes, signed if this driver signs
     */
    Payload written(Report report);

    /**
     * Tells which runs are under curfew, as it would tell a broker.
     *
     * @return an alive, in as many parts as it takes
     */
    List<Report.OfRoster> roster();

    /**
     * Tells how the links and doors are.
     *
     * @return one for each backend
     */
    List<BackendHealth> health();

    /**
     * Has every report on a signal told to a listener from now on, whatever way the signal came.
     *
     * @param listener called from any thread, in the order of the reports of one run; must not block. What it throws is
     *     logged, and harms nobody
     */
    void listen(Consumer<? super Report.OfSignal> listener);
}
