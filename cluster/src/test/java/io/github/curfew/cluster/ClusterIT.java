package io.github.curfew.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.curfew.cluster.Carrier.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications that know nothing of Curfew, on a cluster of Spark's own: driver and executors are processes there. */
class ClusterIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String PLUGIN = "io.github.curfew.spark.CurfewPlugin";

    /** That in which most must come together: Spark sends such jars to no executor. */
    private static final List<Object> QUICK = List.of(Carrier.REDIS, Way.PACKAGES, "cluster");

    private static final Map<Carrier, Place> PLACES = new EnumMap<>(Carrier.class);

    @TempDir
    private static Path ofCluster;

    private static SparkCluster cluster;

    @TempDir
    private Path folder;

    /** How the jars come to the driver and to its executors. */
    private enum Way {
        /** One jar. */
        JARS {
            @Override
            List<String> options(Carrier carrier, Path folder) {
                return List.of("--jars", carrier.jar().toString());
            }
        },
        /** The thin jar, and what it needs. */
        PACKAGES {
            @Override
            List<String> options(Carrier carrier, Path folder) throws Exception {
                return List.of(
                        "--packages",
                        carrier.coordinates(),
                        "--conf",
                        "spark.jars.ivySettings=" + Repository.settings(folder),
                        "--conf",
                        "spark.jars.ivy=" + folder.resolve("ivy"));
            }
        },
        /** One jar that lies on every machine. */
        CLASS_PATH {
            @Override
            List<String> options(Carrier carrier, Path folder) {
                return List.of(
                        "--conf",
                        "spark.driver.extraClassPath=" + carrier.jar(),
                        "--conf",
                        "spark.executor.extraClassPath=" + carrier.jar());
            }
        },
        /** One jar, of which Spark looks before its own. */
        JARS_FIRST {
            @Override
            List<String> options(Carrier carrier, Path folder) {
                return List.of(
                        "--jars",
                        carrier.jar().toString(),
                        "--conf",
                        "spark.driver.userClassPathFirst=true",
                        "--conf",
                        "spark.executor.userClassPathFirst=true");
            }
        };

        abstract List<String> options(Carrier carrier, Path folder) throws Exception;
    }

    /** Each carrier as a bundle and as a package; the ways that differ in nothing but class loaders with one of them. */
    static Stream<Arguments> all() {
        List<Arguments> all = new ArrayList<>();
        for (Carrier carrier : Carrier.values()) {
            for (Way way : Way.values()) {
                if (way == Way.JARS || way == Way.PACKAGES || carrier == Carrier.REDIS) {
                    all.add(Arguments.of(carrier, way, "client"));
                    all.add(Arguments.of(carrier, way, "cluster"));
                }
            }
        }
        return all.stream().filter(each -> !List.of(each.get()).equals(QUICK));
    }

    @Test
    void aPackageInClusterModeIsStopped() throws Exception {
        isStopped(Carrier.REDIS, Way.PACKAGES, "cluster");
    }

    @BeforeAll
    static void start() throws Exception {
        cluster = SparkCluster.start(ofCluster);
    }

    @AfterAll
    static void end() throws Exception {
        cluster.close();
        PLACES.values().forEach(Place::close);
    }

    @Tag("full")
    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("all")
    void isStopped(Carrier carrier, Way way, String mode) throws Exception {
        Place place = PLACES.computeIfAbsent(carrier, each -> each.open(ofCluster.resolve("signals")));
        String name = (carrier + "-" + way + "-" + mode).toLowerCase(Locale.ROOT);
        Map<String, String> meeting = new HashMap<>(place.settings());
        meeting.put("namespace", name);
        Map<String, String> settings = new HashMap<>(Map.of("spark.plugins", PLUGIN));
        meeting.forEach((key, value) -> settings.put("spark.curfew." + key, value));
        CommandLine commandLine = new CommandLine(folder, meeting);
        try (Submission submission =
                Submission.of(cluster, folder, mode, name, way.options(carrier, folder), settings)) {
            await().atMost(LONG)
                    .failFast(() -> assertThat(submission.isAlive())
                            .as(submission.said())
                            .isTrue())
                    .until(() -> submission.batches("commits").size() > 1);
            await().atMost(LONG)
                    .until(() -> commandLine.run("list", "-o", "name").said().contains("orders"));

            CommandLine.Ended stop = commandLine.run("stop", "orders", "--wait");

            assertThat(stop.code()).as(stop.said()).isZero();
            assertThat(stop.said()).containsPattern("orders +stopped");
            assertThat(submission.exitCode(LONG)).as(submission.said()).isZero();
            assertThat(submission.batches("commits")).isEqualTo(submission.batches("offsets"));
            if (mode.equals("cluster")) {
                assertThat(cluster.completedDriver(submission.driver())
                                .path("state")
                                .asText())
                        .isEqualTo("FINISHED");
            }
            await().until(() -> !cluster.completedApplication(name).isMissingNode());
            JsonNode application = cluster.completedApplication(name);
            assertThat(application.path("state").asText()).as(submission.said()).isEqualTo("FINISHED");
            assertExecutorUnharmed(application.path("id").asText());
        }
    }

    /** It loaded the plugin and nothing else of ours, and none had to take the place of another. */
    private static void assertExecutorUnharmed(String application) throws Exception {
        List<Path> executors = cluster.ran(application);
        assertThat(executors).hasSize(1);
        assertThat(Files.readString(executors.get(0).resolve("loaded"))
                        .lines()
                        .map(line -> line.replaceFirst("^[^ ]* *", "").replaceFirst(" .*", ""))
                        .filter(loaded -> loaded.startsWith("io.github.curfew.")))
                .containsExactly(PLUGIN);
    }
}
