package io.github.curfew.testkit;

import io.github.curfew.file.FileBackendProvider;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;

class HdfsContractTest extends BackendTroubleContract {
    @RegisterExtension
    static final Hdfs HDFS = new Hdfs();

    @Override
    protected ContractBackend backend() {
        return new ContractBackend() {
            @Override
            public BackendProvider provider() {
                return new FileBackendProvider();
            }

            @Override
            public Map<String, String> settings() {
                return Map.of("file.dir", HDFS.uri() + "/contract", "file.poll-interval", "20ms");
            }

            @Override
            public void publishByHand(String namespace, byte[] body) throws IOException {
                Path path = new Path("/contract/" + namespace + "/signals/hand-" + UUID.randomUUID());
                try (OutputStream out = HDFS.files().create(path)) {
                    out.write(body);
                }
            }

            @Override
            public Map<String, ByHand> otherWaysByHand() {
                return Map.of(
                        "the marker of a query that is deleted", delete("id-of-orders"),
                        "the marker of an application that is deleted", delete("app-1"));
            }

            private ByHand delete(String marker) {
                return namespace -> {
                    Path path = new Path("/contract/" + namespace + "/running/" + marker);
                    Awaitility.await().until(() -> HDFS.files().delete(path, false));
                };
            }

            @Override
            public List<Payload> stored(String namespace, Topic topic) throws IOException {
                List<Payload> found = new ArrayList<>();
                Path top =
                        new Path("/contract/" + namespace + "/" + topic.name().toLowerCase(Locale.ROOT));
                RemoteIterator<LocatedFileStatus> all = HDFS.files().listFiles(top, true);
                while (all.hasNext()) {
                    try (InputStream in = HDFS.files().open(all.next().getPath())) {
                        found.add(Payload.of(in.readAllBytes()));
                    }
                }
                return found;
            }

            @Override
            public boolean keepsOrder() {
                return false; // Within one millisecond.
            }

            @Override
            public Outage outage() {
                return new Outage() {
                    @Override
                    public void begin() {
                        HDFS.stop();
                    }

                    @Override
                    public void end() throws IOException {
                        HDFS.start();
                    }
                };
            }
        };
    }
}
