package io.github.curfew.testkit;

import static io.github.curfew.testkit.ContractLink.await;
import static io.github.curfew.testkit.ContractLink.poll;
import static io.github.curfew.testkit.ContractLink.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.file.FileBackendProvider;
import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The file backend on HDFS as people use it, with {@code hdfs dfs}. */
class HdfsByHandTest {
    @RegisterExtension
    static final Hdfs HDFS = new Hdfs();

    private final String dir = HDFS.uri() + "/" + UUID.randomUUID();
    private final String namespace = dir + "/default";
    private final Transport driver = open("driver-1");
    private Position start;
    private Reader reader;

    private Transport open(String id) {
        return new FileBackendProvider()
                .open(new BackendConfig(
                        "default", Role.DRIVER, id, Map.of("file.dir", dir, "file.poll-interval", "50ms")));
    }

    private static RunInfo run(String id) {
        return new RunInfo(
                id,
                Instant.now(),
                Labels.of(Map.of(Labels.RUN_ID, id, Labels.QUERY_ID, "orders-id", Labels.APP_ID, "app-1")));
    }

    private List<String> markers() throws IOException {
        return Arrays.stream(HDFS.files().listStatus(new Path(namespace + "/running")))
                .map(FileStatus::getPath)
                .map(Path::getName)
                .toList();
    }

    private void write(String name, String text) throws IOException {
        try (OutputStream out = HDFS.files().create(new Path(namespace + "/" + name))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> quiet() {
        return texts(poll(reader, Duration.ofMillis(400)));
    }

    @BeforeEach
    void announce() {
        start = driver.end(Topic.SIGNALS);
        reader = driver.read(Topic.SIGNALS, start);
        driver.announce(run("run-1"));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aSignalIsPutAndAMarkerRemoved() throws Exception {
        assertThat(markers()).containsExactlyInAnyOrder("app-1", "orders-id");
        HDFS.dfs("stop orders\n", "-put", "-", namespace + "/signals/by-hand");
        assertThat(texts(await(reader, 1))).containsExactly("stop orders\n");
        HDFS.dfs("", "-rm", namespace + "/running/orders-id");
        assertThat(texts(await(reader, 1))).containsExactly("stop run-1\n");
        HDFS.dfs("", "-rm", "-skipTrash", namespace + "/running/app-1");
        assertThat(texts(await(reader, 1))).containsExactly("stop app-1\n");
        driver.withdraw(run("run-1"));
        assertThat(markers()).isEmpty();
        assertThat(quiet()).isEmpty();
    }

    @Test
    void whatIsNotADeletionIsNoStop() throws Exception {
        try (Transport elsewhere = open("driver-2")) {
            elsewhere.announce(run("run-9"));
            assertThat(quiet()).isEmpty();
            elsewhere.withdraw(run("run-9"));
        }
        assertThat(quiet()).isEmpty();
        assertThat(markers()).contains("app-1", "orders-id");
        HDFS.files().delete(new Path(namespace + "/.curfew"), false);
        HDFS.files().delete(new Path(namespace + "/running/orders-id"), false);
        markersReturn();
        HDFS.files().delete(new Path(namespace + "/running"), true);
        markersReturn();
        assertThat(markers()).containsExactlyInAnyOrder("app-1", "orders-id");
    }

    /** Whoever listens makes them anew, when it looks, and hears of nothing. */
    private void markersReturn() {
        Awaitility.await().ignoreException(FileNotFoundException.class).untilAsserted(() -> {
            assertThat(quiet()).isEmpty();
            assertThat(markers()).contains("app-1", "orders-id");
        });
    }

    @Test
    void aDirectoryThatGoesAndReturnsStopsNobody() throws Exception {
        write("signals/old", "stop old\n");
        assertThat(await(reader, 1)).hasSize(1);
        Position fence = driver.end(Topic.SIGNALS);
        Path away = new Path(dir + "-away");
        assertThat(HDFS.files().rename(new Path(dir), away)).isTrue();
        assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(5)))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("it is gone; mount it again, or make the directory " + namespace + " anew");
        assertThatThrownBy(() -> driver.end(Topic.SIGNALS)).isInstanceOf(TransportException.class);
        assertThat(HDFS.files().exists(new Path(dir))).isFalse();
        assertThat(HDFS.files().rename(away, new Path(dir))).isTrue();

        reader = driver.read(Topic.SIGNALS, reader.position());
        assertThat(quiet()).isEmpty();
        write("signals/new", "stop new\n");
        assertThat(await(reader, 1)).allSatisfy(delivery -> {
            assertThat(delivery.body().text()).isEqualTo("stop new\n");
            assertThat(fence.order(delivery)).isEqualTo(Position.Order.AFTER);
        });
    }

    @Test
    void aFileThatOnlyItsOwnerMayReadIsPassedOver() throws Exception {
        write("signals/secret", "stop secret\n");
        Path secret = new Path(namespace + "/signals/secret");
        HDFS.files().setPermission(secret, new FsPermission("600"));
        write("signals/open", "stop open\n");
        UserGroupInformation alice = UserGroupInformation.createUserForTesting("alice", new String[] {"staff"});
        List<String> found = alice.doAs((PrivilegedExceptionAction<List<String>>) () -> {
            try (Transport hers = open("driver-3");
                    Reader herReader = hers.read(Topic.SIGNALS, start)) {
                List<String> texts = texts(await(herReader, 1));
                assertThat(poll(herReader, Duration.ofMillis(300))).isEmpty();
                assertThatThrownBy(() -> hers.announce(run("run-3")))
                        .isInstanceOf(TransportException.class)
                        .hasMessage("cannot write a marker in " + namespace
                                + "/running: permission denied; let this user read and write in " + namespace);
                return texts;
            }
        });
        assertThat(found).containsExactly("stop open\n");
    }
}
