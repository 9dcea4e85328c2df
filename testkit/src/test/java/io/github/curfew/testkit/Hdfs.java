package io.github.curfew.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A real HDFS in this JVM, one for all tests that register it, and its shell as one types it. */
final class Hdfs implements BeforeAllCallback {
    private @Nullable Cluster cluster;

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster = context.getRoot()
                .getStore(Namespace.create(Hdfs.class))
                .computeIfAbsent(Cluster.class, key -> new Cluster(), Cluster.class);
    }

    private Cluster started() {
        if (cluster == null) {
            throw new IllegalStateException("not registered as an extension");
        }
        return cluster;
    }

    private MiniDFSCluster cluster() {
        return started().hdfs;
    }

    String uri() {
        return cluster().getURI().toString();
    }

    FileSystem files() throws IOException {
        return cluster().getFileSystem();
    }

    void stop() {
        cluster().shutdownNameNode(0);
    }

    void start() throws IOException {
        cluster().restartNameNode(0);
    }

    /** {@code hdfs dfs …}, which is nothing but this main class, with a text piped into it. */
    void dfs(String input, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                started().directory
                        + File.pathSeparator
                        + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.apache.hadoop.fs.FsShell"));
        command.addAll(List.of(words));
        Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (Writer in = shell.outputWriter()) {
            in.append(input);
        }
        String said = new String(shell.getInputStream().readAllBytes(), Charset.defaultCharset());
        assertThat(shell.waitFor()).as(said).isZero();
    }

    private static final class Cluster implements AutoCloseable {
        private final File directory;
        private final MiniDFSCluster hdfs;

        Cluster() {
            try {
                directory = Files.createTempDirectory("curfew-hdfs").toFile();
                Configuration configuration = new Configuration();
                configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.getPath());
                // Else its clients sleep so long over every file that they write.
                configuration.set("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "10");
                hdfs = new MiniDFSCluster.Builder(configuration)
                        .numDataNodes(1)
                        .format(true)
                        .build();
                hdfs.waitActive();
                // What an installation's HADOOP_CONF_DIR has; -rm moves to the trash, as it does in most places.
                Files.writeString(directory.toPath().resolve("core-site.xml"), """
                        <configuration>
                          <property><name>fs.defaultFS</name><value>%s</value></property>
                          <property><name>fs.trash.interval</name><value>60</value></property>
                        </configuration>
                        """.formatted(hdfs.getURI()));
                Files.writeString(directory.toPath().resolve("hdfs-site.xml"), "<configuration/>");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            hdfs.shutdown(true);
            assertThat(FileUtil.fullyDelete(directory)).isTrue();
        }
    }
}
