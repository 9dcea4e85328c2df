package io.github.curfew.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MomentsTest {
    @Test
    void oneLiesInEachPartOfTheIntervalAndNoneFollowsFromAnother() {
        Moments moments = new Moments(Duration.ofNanos(3_000), 300, new Random(1));
        long[] drawn = LongStream.generate(moments::next).limit(300).toArray();
        assertThat(LongStream.of(drawn).map(moment -> moment / 10).sorted().toArray())
                .isEqualTo(LongStream.range(0, 300).toArray());
        assertThat(LongStream.of(drawn).average().orElse(0)).isCloseTo(1_500, within(5.0));
        assertThat(drawn).isNotEqualTo(LongStream.of(drawn).sorted().toArray());
    }
}
