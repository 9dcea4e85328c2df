package io.github.curfew.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.engine.Ending.Proof;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several streams of one lifecycle. */
class RunGroupTest {
    @Test
    void severalStreamsAreOne() throws Exception {
        Stage stage = new Stage();
        List<StagedStream> both = List.of(new StagedStream(stage, 7), new StagedStream(stage, 8));
        RunGroup group = new RunGroup(PlayedLifecycle.info("group"), both);
        stage.drains = false;
        both.get(0).proof = Proof.ERROR;
        assertThat(group.hasEnded()).isFalse();
        assertThat(both.get(1).asked).isTrue();
        both.get(1).proof = Proof.COMMITTED;
        assertThat(group.hasEnded()).isTrue();
        assertThat(group.ending().proof()).isEqualTo(Proof.ERROR);
        assertThat(group.ending().detail()).contains("disk full");
    }
}
