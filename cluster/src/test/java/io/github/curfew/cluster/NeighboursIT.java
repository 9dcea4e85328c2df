package io.github.curfew.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.cluster.Carrier.Place;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The bundles on one class path with other people's versions of what is in them, and of what they take from Spark. */
class NeighboursIT {
    private static final Map<Carrier, Place> PLACES = new EnumMap<>(Carrier.class);
    private static final String JACKSON = "com.fasterxml.jackson.core.JsonFactory";

    @TempDir
    private Path folder;

    /** What a driver may have: as old as on Spark 3.2, or from after our own. */
    private enum Age {
        OLD("jackson-core-2.12.7", "slf4j-api-1.7.36", "2.25.50", "jedis-4.4.8", "kafka-clients-3.4.1"),
        NEW("jackson-core-2.22.4", "slf4j-api-2.0.18", "2.41.34", "jedis-7.5.3", "kafka-clients-4.3.1");

        private final String jackson;
        private final String slf4j;
        private final String aws;
        private final String jedis;
        private final String kafka;

        Age(String jackson, String slf4j, String aws, String jedis, String kafka) {
            this.jackson = jackson;
            this.slf4j = slf4j;
            this.aws = aws;
            this.jedis = jedis;
            this.kafka = kafka;
        }

        /** Jars of an application that has such a client too; the client itself is the first. */
        List<String> application(Carrier carrier) {
            return switch (carrier) {
                case REDIS -> List.of(jedis, "gson-2.2.4");
                case SQS, DYNAMODB ->
                    Stream.of("sdk-core", "utils", carrier.word())
                            .map(name -> name + "-" + aws)
                            .toList();
                case KAFKA -> List.of(kafka);
                case FILE -> List.of();
            };
        }
    }

    @AfterAll
    static void end() {
        PLACES.values().forEach(Place::close);
    }

    @ParameterizedTest
    @CsvSource({"REDIS, OLD", "SQS, OLD", "DYNAMODB, NEW", "KAFKA, NEW"})
    void aBundleWorksBehindAnotherVersion(Carrier carrier, Age age) throws Exception {
        assertWorks(carrier, age);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"REDIS, NEW", "SQS, NEW", "DYNAMODB, OLD", "KAFKA, OLD"})
    void aBundleWorksBehindTheVersionOfTheOtherAge(Carrier carrier, Age age) throws Exception {
        assertWorks(carrier, age);
    }

    private void assertWorks(Carrier carrier, Age age) throws Exception {
        CommandLine.Ended ended = run(carrier, age, List.of(carrier.jar().toString()));
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said())
                .contains("stopped as asked")
                .containsPattern(client(carrier) + " is from .*/"
                        + age.application(carrier).get(0) + ".jar")
                .containsPattern(JACKSON + " is from .*/" + age.jackson + ".jar");
    }

    /** Shows that the test above could fail: the same jars, and ours under the names that their authors gave. */
    @Tag("full")
    @ParameterizedTest
    @EnumSource(names = {"REDIS", "SQS", "DYNAMODB"})
    void withoutRelocationItDoesNot(Carrier carrier) throws Exception {
        CommandLine.Ended ended = run(
                carrier, Age.OLD, List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
        assertThat(ended.code()).as(ended.said()).isNotZero();
        assertThat(ended.said()).containsPattern("NoSuchMethodError|NoSuchFieldError|NoClassDefFoundError");
    }

    private static String client(Carrier carrier) {
        return switch (carrier) {
            case REDIS -> "redis.clients.jedis.Jedis";
            case SQS, DYNAMODB -> "software.amazon.awssdk.core.util.VersionInfo";
            case KAFKA -> "org.apache.kafka.clients.producer.KafkaProducer";
            case FILE -> throw new IllegalArgumentException("a file system has none");
        };
    }

    private CommandLine.Ended run(Carrier carrier, Age age, List<String> ours) throws Exception {
        Place place = PLACES.computeIfAbsent(carrier, each -> each.open(folder));
        List<String> classPath = new ArrayList<>();
        Path others = Path.of(Built.property("neighbours"));
        Stream.concat(age.application(carrier).stream(), Stream.of(age.jackson, age.slf4j))
                .map(name -> others.resolve(name + ".jar"))
                .forEach(jar -> {
                    assertThat(jar).exists();
                    classPath.add(jar.toString());
                });
        classPath.addAll(ours);
        classPath.add(Path.of(Neighbour.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString());
        List<String> command = new ArrayList<>(List.of(Built.java().toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "-cp",
                String.join(File.pathSeparator, classPath),
                Neighbour.class.getName(),
                client(carrier),
                JACKSON));
        command.add("namespace=" + UUID.randomUUID());
        place.settings().forEach((key, value) -> command.add(key + "=" + value));
        Path said = folder.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(Carrier.NO_ACCOUNT);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as(Files.readString(said))
                    .isTrue();
            return new CommandLine.Ended(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }
}
