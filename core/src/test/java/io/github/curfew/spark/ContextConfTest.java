package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Which of Spark's settings are changed, and which are the user's. */
class ContextConfTest {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    @Test
    void whatIsNotSetIsSet() {
        SparkConf conf = new SparkConf(false);
        ContextConf.complete(conf, DEADLINE);
        assertThat(conf.getTimeAsMs(ContextConf.TIMEOUT)).isEqualTo(DEADLINE.toMillis());
        assertThat(conf.get(ContextConf.BATCHING)).isEqualTo("false");
    }

    @Test
    void whatIsSetStaysAsItIs() {
        SparkConf conf = new SparkConf(false).set(ContextConf.TIMEOUT, "1s").set(ContextConf.BATCHING, "true");
        ContextConf.complete(conf, DEADLINE);
        assertThat(conf.getAll()).hasSize(2);
        assertThat(conf.get(ContextConf.TIMEOUT)).isEqualTo("1s");
        assertThat(conf.get(ContextConf.BATCHING)).isEqualTo("true");
    }

    @Test
    void whatIsSetAfterwardsIsTheUsers() {
        SparkConf conf = new SparkConf(false);
        ContextConf.complete(conf, DEADLINE);
        conf.set(ContextConf.TIMEOUT, "1s");
        ContextConf.complete(conf, DEADLINE);
        assertThat(conf.get(ContextConf.TIMEOUT)).isEqualTo("1s");
    }

    /** A SparkContext that is made of a checkpoint has the SparkConf that was kept there. */
    @Test
    void whatACheckpointHasKeptOfOursIsNotTheUsers() {
        SparkConf kept = new SparkConf(false);
        ContextConf.complete(kept, DEADLINE);
        SparkConf conf = kept.clone();
        ContextConf.complete(conf, Duration.ofMinutes(30));
        assertThat(conf.getTimeAsMs(ContextConf.TIMEOUT))
                .isEqualTo(Duration.ofMinutes(30).toMillis());
    }
}
