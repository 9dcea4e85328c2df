package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Rests on the inside of Spark, whose default pattern is asked for by name. */
class RedactionTest {
    private final SparkConf conf = new SparkConf(false);

    @Test
    void addsKeysToWhatSparkHidesByItself() {
        Redaction.widen(conf, Set.of("redis.url", "sqs.endpoint"));
        Pattern pattern = Pattern.compile(conf.get("spark.redaction.regex"));

        assertThat(pattern.matcher("spark.curfew.redis.url").find()).isTrue();
        assertThat(pattern.matcher("-Dcurfew.sqs.endpoint=http://me:x@y").find())
                .isTrue();
        assertThat(pattern.matcher("spark.my.PASSWORD").find()).isTrue();
        assertThat(pattern.matcher("spark.curfew.redis-url").find()).isFalse();
        assertThat(pattern.matcher("SPARK.CURFEW.REDIS.TIMEOUT").find()).isFalse();
    }

    @Test
    void keepsWhatSomebodyChose() {
        conf.set("spark.redaction.regex", "pin|code");
        Redaction.widen(conf, Set.of("redis.url"));
        Pattern pattern = Pattern.compile(conf.get("spark.redaction.regex"));

        assertThat(pattern.matcher("my.pin").find()).isTrue();
        assertThat(pattern.matcher("spark.curfew.redis.url").find()).isTrue();
        assertThat(pattern.matcher("my.password").find()).isFalse();
    }

    @Test
    void touchesNothingWithoutNeed() {
        Redaction.widen(conf, Set.of());

        assertThat(conf.contains("spark.redaction.regex")).isFalse();
    }
}
