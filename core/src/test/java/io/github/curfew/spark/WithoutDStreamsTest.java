package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.orders.OrdersApplication;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Where spark-streaming is not on the class path, nothing is other than where it is. */
class WithoutDStreamsTest extends InChildJvm {
    private static final String JARS = "spark-streaming";

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.getFileName().toString().startsWith(JARS))
                .toList();
    }

    private static URLClassLoader loader() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path entry : classPath()) {
            urls.add(entry.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** Else the other tests here would show nothing. A Spark may have come without it. */
    @Test
    void noJarOfThemIsLeft() throws Exception {
        try (URLClassLoader loader = loader()) {
            assertThat(loader.getResource("org/apache/spark/streaming/StreamingContext.class"))
                    .isNull();
            assertThat(loader.getResource("org/apache/spark/SparkContext.class"))
                    .isNotNull();
        }
    }

    private void stop(ChildJvm child) throws Exception {
        awaitIs(child, "running-1");
        await().atMost(LONG)
                .failFast(() -> !child.isAlive())
                .until(() -> rows("context-1").size() > 3);
        say("stop context-1");
        assertThat(child.awaitExit(LONG)).as(child.output()).isZero();
        assertThat(reports("\"report\":\"stopped\"")).as(child.output()).hasSize(1);
        assertThat(child.output()).doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
    }

    @Test
    void thePluginStopsQueries() throws Exception {
        feed(60);
        try (ChildJvm child = overFiles(OrdersApplication.class)
                .without(JARS)
                .with("spark.plugins", CurfewPlugin.class.getName())
                .start(home, home, 1)) {
            stop(child);
        }
    }

    @Test
    void oneLineStopsThem() throws Exception {
        feed(60);
        try (ChildJvm child = overFiles(AwaitingApplication.class).without(JARS).start(home, home)) {
            stop(child);
        }
    }

    @Test
    void theOneLineCompiles() throws Exception {
        Path source = Files.writeString(home.resolve("Uses.java"), """
                import io.github.curfew.spark.Curfew;
                import java.time.Duration;
                import org.apache.spark.sql.streaming.StreamingQuery;

                class Uses {
                    static void await(StreamingQuery query) throws Exception {
                        Curfew.awaitTermination(query);
                        Curfew.awaitTermination(query, Duration.ZERO);
                        Curfew.builder().awaitTermination(query);
                    }
                }
                """);
        List<String> path = classPath().stream().map(Path::toString).toList();
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        home.toString(),
                        "-classpath",
                        String.join(File.pathSeparator, path),
                        source.toString());
        assertThat(errors).isZero();
    }

    /** As Py4J does, before it calls one of them. */
    @Test
    void everyPublicMethodCanBeLookedAt() throws Exception {
        try (URLClassLoader loader = loader()) {
            for (Class<?> type :
                    List.of(Curfew.class, Curfew.Builder.class, ManagedLifecycle.class, CurfewPlugin.class)) {
                assertThat(loader.loadClass(type.getName()).getMethods()).isNotEmpty();
            }
        }
    }
}
