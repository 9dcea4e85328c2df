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

    /** From now on nobody is heard, and nothing is told. */
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
                throw new IllegalStateException("the process is dead");
            }
        }

        private interface Call<T> {
            T make();
        }

        private <T> T noted(Call<T> accepting) {
            check();
            try {
                return accepting.make();
            } catch (RefusedException e) {
                diary.refused();
                Signal claimed = e.claimed();
                if (claimed != null) {
                    diary.heard(claimed.id().id());
                }
                throw e;
            }
        }

        @Override
        public Signal accept(Payload body, Map<String, String> attributes, SignalId ifItHasNone) {
            int number = count.incrementAndGet();
            if (plant == Plant.DEAF && number % 3 == 0) {
                return Codec.decodeSignal(body, attributes, ifItHasNone);
            }
            Signal signal = noted(() -> driver.accept(body, attributes, ifItHasNone));
            diary.heard(signal.id().id());
            if (plant == Plant.NO_DEDUP) {
                driver.accept(NotingTransport.asNew(body, number), attributes, ifItHasNone);
            }
            return signal;
        }

        @Override
        public void accept(Signal signal) {
            noted(() -> {
                driver.accept(signal);
                return signal;
            });
            diary.heard(signal.id().id());
        }

        @Override
        public void listen(Consumer<? super Report.OfSignal> listener) {
            driver.listen(report -> {
                if (severed) {
                    return;
                }
                if (plant != Plant.UNTOLD || !report.outcome().isFinal()) {
                    listener.accept(report);
                }
                diary.said(new Said(report, Moments.now(), true));
            });
        }

        @Override
        public DriverInfo info() {
            return driver.info();
        }

        @Override
        public void malformed(String door, String sentence) {
            driver.malformed(door, sentence);
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
    }
}
