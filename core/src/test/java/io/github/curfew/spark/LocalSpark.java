package io.github.curfew.spark;

import io.github.curfew.config.Settings;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The one Spark of this JVM's tests; each test takes a session of its own from it. */
final class LocalSpark {
    private LocalSpark() {}

    /** A new session, with its checkpoints under this directory: one for each query name. */
    static SparkSession session(Path checkpoints) {
        SparkSession session = Shared.SPARK.newSession();
        session.conf()
                .set(
                        "spark.sql.streaming.checkpointLocation",
                        checkpoints.toUri().toString());
        return session;
    }

    /** A new session, in which a query without a checkpoint location of its own has a temporary one. */
    static SparkSession session() {
        return Shared.SPARK.newSession();
    }

    /** A driver for all of its sessions, as the plugin begins one. */
    static SparkDriver driver(Settings settings, String id, Ways ways) {
        return new Preparation(settings, id, ways)
                .begin(Shared.SPARK.sparkContext(), SparkDriver.Scope.EVERY_QUERY, labels -> List.of());
    }

    private static final class Shared {
        static final SparkSession SPARK = SparkSession.builder()
                .master("local[4]")
                .appName("curfew-tests")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/curfew-warehouse")
                .getOrCreate();
    }
}
