package io.github.curfew.spark;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.orders.OrdersApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;

/** What docs/observability.md says of metrics is so: its settings start an application, its names are those that come. */
class ObservabilityTest extends InChildJvm {
    private static final String SHORT = "metrics_orders_driver_plugin_io_github_curfew_spark_CurfewPlugin";

    @Test
    void theManualIsTrue() throws Exception {
        String manual = Files.readString(manual());
        int page = freePort();
        int jmx = freePort();
        ChildJvm.Launch launch = overFiles(OrdersApplication.class)
                .with("spark.plugins", CurfewPlugin.class.getName())
                .with("log.level", "info")
                .with("spark.ui.enabled", true)
                .with("spark.ui.port", page)
                .with("com.sun.management.jmxremote.host", "127.0.0.1")
                .with("com.sun.management.jmxremote.port", jmx)
                .with("com.sun.management.jmxremote.rmi.port", jmx)
                .with("com.sun.management.jmxremote.authenticate", false)
                .with("com.sun.management.jmxremote.ssl", false)
                .with("java.rmi.server.hostname", "127.0.0.1");
        for (String setting : block(manual, "sinks").lines().toList()) {
            String[] parts = setting.split("=", 2);
            launch.with(parts[0], parts[1]);
        }
        feed(200);
        try (ChildJvm child = launch.start(home, home)) {
            awaitIs(child, "running");
            await().atMost(LONG).until(() -> rows("returns").size() > 3);
            assertThat(metrics(page)).containsEntry(SHORT + "_runs_running_Value", 3L);

            say("stop returns");
            await().atMost(LONG).until(() -> reports("stopped").size() == 1);
            say("nonsense");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(metrics(page))
                            .containsEntry(SHORT + "_signals_rejected_malformed_Value", 1L)
                            .containsEntry(SHORT + "_signals_received_Value", 2L)
                            .containsEntry(SHORT + "_signals_obeyed_Value", 1L)
                            .containsEntry(SHORT + "_reports_received_Value", 1L)
                            .containsEntry(SHORT + "_reports_draining_Value", 1L)
                            .containsEntry(SHORT + "_reports_stopped_Value", 1L)
                            .containsEntry(SHORT + "_reports_forced_Value", 0L)
                            .containsEntry(SHORT + "_runs_running_Value", 2L)
                            .containsEntry(SHORT + "_backend_file_state_Value", 1L)
                            .containsEntry(SHORT + "_backend_file_degraded_seconds_Value", 0L));

            TreeSet<String> shown = new TreeSet<>();
            Pattern.compile("`…(_\\w+)`")
                    .matcher(part(manual, "names", "Two alerts"))
                    .results()
                    .map((MatchResult name) -> SHORT + name.group(1))
                    .forEach(shown::add);
            assertThat(metrics(page).keySet()).containsAll(shown);
            assertThat(metrics(page).keySet().stream().filter(name -> name.endsWith("_Value")))
                    .containsExactlyInAnyOrderElementsOf(shown);
            alertsMean(manual, metrics(page).keySet());
            assertThat(overJmx(jmx, block(manual, "jmx").strip())).isEqualTo(1L);

            String said = child.output();
            assertThat(said)
                    .contains("Curfew listens on file", "Curfew listens as driver ")
                    .contains(
                            "returns is under curfew, run ", "returns is told to stop (query.name=returns), asked by ")
                    .contains("returns is draining, for at most 5m", "returns stopped after ")
                    .contains("A signal was not obeyed (malformed, file signals/signal-")
                    .doesNotContain("returns ended by itself");
        }
    }

    private static void alertsMean(String manual, Iterable<String> names) {
        List<Pattern> patterns = Pattern.compile("__name__=~\"([^\"]+)\"")
                .matcher(block(manual, "alerts"))
                .results()
                .map(found -> Pattern.compile(found.group(1)))
                .toList();
        assertThat(patterns)
                .isNotEmpty()
                .allSatisfy(pattern ->
                        assertThat(names).anySatisfy(name -> assertThat(name).matches(pattern)));
    }

    private static Map<String, Long> metrics(int port) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics/prometheus/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        Map<String, Long> values = new TreeMap<>();
        response.body()
                .lines()
                .filter(line -> line.startsWith(SHORT))
                .forEach(line -> values.put(
                        line.substring(0, line.indexOf('{')),
                        Long.parseLong(line.substring(line.lastIndexOf(' ') + 1))));
        return values;
    }

    /** As JConsole does it; the other side is our own child. */
    @SuppressWarnings("BanJNDI")
    private static Object overJmx(int port, String name) throws Exception {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
        try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
            return connector.getMBeanServerConnection().getAttribute(new ObjectName(name), "Value");
        }
    }

    /** From core's directory, and from those beside which other Sparks run the same test. */
    private static Path manual() {
        return Stream.iterate(Path.of("").toAbsolutePath(), directory -> requireNonNull(directory.getParent()))
                .map(directory -> directory.resolve("docs/observability.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private static String block(String manual, String name) {
        String part = part(manual, name, "\n```\n\n");
        return part.substring(part.indexOf('\n', part.indexOf("```")) + 1);
    }

    private static String part(String manual, String name, String end) {
        int begin = manual.indexOf("<!-- tested: " + name + " -->");
        return manual.substring(begin, manual.indexOf(end, begin));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
