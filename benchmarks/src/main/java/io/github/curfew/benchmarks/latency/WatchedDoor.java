package io.github.curfew.benchmarks.latency;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.BackendHealth.State;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Door;
import io.github.curfew.spi.Driver;
import io.github.curfew.spi.Payload;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A driver's door, with an eye on what the engine is given and what it has said. */
final class WatchedDoor implements Door {
    private final Door door;
    private final Arrivals given;
    private final Arrivals finals;

    WatchedDoor(Door door, Arrivals given, Arrivals finals) {
        this.door = door;
        this.given = given;
        this.finals = finals;
    }

    @Override
    public void open(Driver driver) {
        driver.listen(report -> finals.note(report.outcome().isFinal() ? 1 : 0));
        door.open(new WatchedDriver(driver));
    }

    /** Waits until somebody can come in. */
    void awaitOpen() throws InterruptedException {
        while (door.health().state() != State.LISTENING) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Override
    public BackendHealth health() {
        return door.health();
    }

    @Override
    public void close() {
        door.close();
    }

    private final class WatchedDriver implements Driver {
        private final Driver driver;

        WatchedDriver(Driver driver) {
            this.driver = driver;
        }

        @Override
        public DriverInfo info() {
            return driver.info();
        }

        @Override
        public Signal accept(Payload body, Map<String, String> attributes, SignalId ifItHasNone) {
            given.note(1);
            return driver.accept(body, attributes, ifItHasNone);
        }

        @Override
        public void accept(Signal signal) {
            given.note(1);
            driver.accept(signal);
        }

        @Override
        public void malformed(String name, String sentence) {
            driver.malformed(name, sentence);
        }

        @Override
        public Payload written(Report report) {
            return driver.written(report);
        }

        @Override
        public List<Report.OfRoster> roster() {
            return driver.roster();
        }

        @Override
        public List<BackendHealth> health() {
            return driver.health();
        }

        @Override
        public void listen(Consumer<? super Report.OfSignal> listener) {
            driver.listen(listener);
        }
    }
}
