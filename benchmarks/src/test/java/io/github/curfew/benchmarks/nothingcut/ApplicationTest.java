package io.github.curfew.benchmarks.nothingcut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.benchmarks.child.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark counts what it claims to count: here on one Spark and a few rounds. */
@Tag("full")
class ApplicationTest {
    @TempDir
    Path home;

    @Test
    @Timeout(900)
    void everyWayStopsAndCurfewCutsNothing() throws Exception {
        try (Application application = new Application("here", Jvm.here(768).forSpark(), home)) {
            application.round(true);
            application.round(false);
            application.catchUp();

            for (Contender contender : application.contenders()) {
                assertThat(contender.stopped().size()).isEqualTo(contender.way().kills() ? 1 : 2);
                assertThat(contender.account().lost())
                        .as(contender.order("lost:"))
                        .isZero();
                if (contender.way().hasPlugin()) {
                    assertThat(contender.cut()).as(contender.order("cut:")).isZero();
                    assertThat(contender.account().isClean())
                            .as(contender.order("clean:"))
                            .isTrue();
                }
            }
            assertThat(application.contenders())
                    .filteredOn(contender -> !contender.way().waits())
                    .allSatisfy(contender -> assertThat(contender.gaveUp()).isZero());
            assertThat(application.contenders())
                    .filteredOn(contender -> contender.way().waits() && contender.rhythm() == Rhythm.DEFAULT)
                    .allSatisfy(contender -> assertThat(contender.gaveUp() + contender.cutAfterMoment())
                            .isGreaterThanOrEqualTo(contender.cut()));
            assertThat(new Figures().of(application, Rhythm.DEFAULT).rows()).hasSize(Way.values().length);
        }
    }
}
