package io.github.curfew.chaos;

import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.Report;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Door;
import io.github.curfew.spi.Driver;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import io.github.curfew.wire.Codec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A real door that writes down what comes through it and what it is told, and has planted bugs. */
final class NotingDoor implements Door {
    private final Door real;
    private final Diary diary;
    private final Plant plant;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean severed;

    NotingDoor(Door real, Diary diary, Plant plant) {
        this.real = real;
        this.diary = diary;
        this.plant = plant;
    }

    /** Of a process that is dead. No exception, since a door would answer that something is wrong. */
    private static final class Dead extends Error {
        private static final long serialVersionUID = 1L;

        Dead() {
            super("the process is dead");
        }
    }

    /** From now on nobody is heard, and nothing is told or answered, not even to whom it listened already. */
    void sever() {
        severed = true;
    }

    @Override
    public void open(Driver driver) {
        real.open(new NotingDriver(driver));
        diary.reached();
    }

    @Override
    public BackendHealth health() {
        return real.health();
    }

    @Override
    public void close() {
        real.close();
    }

    private final class NotingDriver implements Driver {
        private final Driver driver;

        NotingDriver(Driver driver) {
            this.driver = driver;
        }

        private void check() {
            if (severed) {
                throw new Dead();
            }
        }

        private Signal noted(Supplier<Signal> accepting) {
            check();
            try {
                Signal signal = accepting.get();
                diary.heard(signal.id().id());
                return signal;
            } catch (RefusedException e) {
                diary.refused();
                Signal claimed = e.claimed();
                if (claimed != null) {
                    diary.heard(claimed.id().id());
                }
                throw e;
            } finally {
                check();
            }
        }

        @Override
        public Signal accept(Payload body, Map<String, String> attributes, SignalId ifItHasNone) {
            int number = count.incrementAndGet();
            if (plant.drops(number)) {
                return Codec.decodeSignal(body, attributes, ifItHasNone);
            }
            Signal signal = noted(() -> driver.accept(body, attributes, ifItHasNone));
            if (plant == Plant.NO_DEDUP) {
                driver.accept(Plant.asNew(body, number), attributes, ifItHasNone);
            }
            return signal;
        }

        @Override
        public void accept(Signal signal) {
            noted(() -> {
                driver.accept(signal);
                return signal;
            });
        }

        @Override
        public void listen(Consumer<? super Report.OfSignal> listener) {
            driver.listen(report -> {
                if (severed) {
                    return;
                }
                if (!plant.hides(report)) {
                    listener.accept(report);
                }
                diary.said(new Said(report, Moments.now(), true));
            });
        }

        @Override
        public DriverInfo info() {
            check();
            return driver.info();
        }

        @Override
        public void malformed(String door, String sentence) {
            check();
            driver.malformed(door, sentence);
        }

        @Override
        public Payload written(Report report) {
            check();
            return driver.written(report);
        }

        @Override
        public List<Report.OfRoster> roster() {
            check();
            return driver.roster();
        }

        @Override
        public List<BackendHealth> health() {
            check();
            return driver.health();
        }
    }
}
