package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender says of a door with a certificate that is not valid now. */
class ExpiredCertificateTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private void says(KeyTool served, String sentence) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(
                Identity.ofPem(served.certificate(), served.key()).context()));
        server.start();
        try {
            URI url = URI.create("https://localhost:" + server.getAddress().getPort());
            Caller caller = Caller.of(SenderSettings.of(DoorFixture.config(
                    Role.SENDER,
                    Map.of(
                            "http.urls",
                            url.toString(),
                            "http.tls.ca.file",
                            directory.resolve("ca.crt").toString()))));
            assertThatThrownBy(() -> Caller.await(url, caller.get(url, "/runs", SOON), SOON))
                    .isInstanceOf(TransportException.class)
                    .hasMessageMatching("\\Q" + url + "\\E " + sentence);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void expired() throws Exception {
        says(
                KeyTool.makeSigned(directory, "old", "-startdate", "-10d", "-validity", "5"),
                "shows a certificate that expired at 20\\d\\d-.*Z: put a new one into the files that curfew\\.http\\.tls .*");
    }

    @Test
    void notYetValid() throws Exception {
        says(
                KeyTool.makeSigned(directory, "new", "-startdate", "+5d", "-validity", "5"),
                "shows a certificate that is not valid before 20\\d\\d-.*Z: see that the clocks here and .*");
    }
}
