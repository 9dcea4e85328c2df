package io.github.curfew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.BackendHealth.State;
import io.github.curfew.spi.BackendConfig.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTlsTest {
    private static final String TOKEN = "a-token-for-the-test";

    @TempDir
    private Path directory;

    private static Map<String, String> pem(KeyTool made) {
        Map<String, String> set = new HashMap<>();
        set.put("http.token", TOKEN);
        set.put("http.tls.cert.file", made.certificate().toString());
        set.put("http.tls.key.file", made.key().toString());
        return set;
    }

    private static HttpResponse<String> post(DoorFixture driver, KeyTool trusted, String target) throws Exception {
        SSLContext trust = Objects.requireNonNull(SenderSettings.of(DoorFixture.config(
                        Role.SENDER,
                        Map.of(
                                "http.urls",
                                "https://localhost:1",
                                "http.tls.ca.file",
                                trusted.certificate().toString())))
                .trust());
        HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + driver.port() + target))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void listensEverywhereWithTokenAndPem(String algorithm) throws Exception {
        KeyTool made = KeyTool.make(directory, "driver", algorithm);
        Map<String, String> set = pem(made);
        set.put("http.host", "0.0.0.0");
        try (DoorFixture driver = DoorFixture.open(set)) {
            StubRun run = driver.run("orders");
            assertThat(post(driver, made, "/stop/orders?wait=15s").statusCode()).isEqualTo(200);
            assertThat(run.hasEnded()).isTrue();
        }
    }

    @Test
    void sendsManyReportsOverTls() throws Exception {
        KeyTool made = KeyTool.make(directory, "driver", "EC");
        try (DoorFixture driver = DoorFixture.open(pem(made))) {
            for (int i = 0; i < 500; i++) {
                driver.run("run-" + i).beginBatch();
            }
            HttpResponse<String> response = post(driver, made, "/stop/*");
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.body().split("\"report\":\"received\"|\"report\":\"draining\"", -1))
                    .hasSize(501);
        }
    }

    @Test
    void readsAKeyStore() throws Exception {
        KeyTool made = KeyTool.make(directory, "driver", "EC");
        Map<String, String> set = new HashMap<>(Map.of(
                "http.token",
                TOKEN,
                "http.tls.keystore.file",
                made.store().toString(),
                "http.tls.keystore.password",
                KeyTool.PASSWORD));
        try (DoorFixture driver = DoorFixture.open(set)) {
            driver.run("orders");
            assertThat(post(driver, made, "/stop/orders?wait=15s").statusCode()).isEqualTo(200);
        }
        set.put("http.tls.keystore.password", "wrong");
        assertThatThrownBy(() -> DoorFixture.begin(set))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("its password is another")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void knowsTheNamesOfItsCertificate() throws Exception {
        KeyTool made = KeyTool.make(directory, "driver", "EC");
        Identity identity = Identity.ofPem(made.certificate(), made.key());
        Gate gate = new Gate(null, identity.names());
        gate.check(new Head("GET", "/runs", Map.of("host", "driver.test:8558")));
        gate.check(new Head("GET", "/runs", Map.of("host", "a.PODS.test")));
        assertThatThrownBy(() -> gate.check(new Head("GET", "/runs", Map.of("host", "a.b.pods.test"))))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> gate.check(new Head("GET", "/runs", Map.of("host", "pods.test"))))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void survivesThoseWhoSpeakNoTls() throws Exception {
        KeyTool made = KeyTool.make(directory, "driver", "EC");
        try (DoorFixture driver = DoorFixture.open(pem(made))) {
            for (int i = 0; i < 100; i++) {
                assertThat(Raw.exchange(driver.port(), "GET /runs HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                        .doesNotContain("HTTP");
                // A TLS record that says it is long, and never comes.
                new Raw(driver.port()).send("\u0016\u0003\u0001@\u0000\u0001").close();
            }
            driver.run("orders");
            assertThat(post(driver, made, "/stop/orders?wait=15s").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysThatACertificateExpiredAndTakesTheNewOne() throws Exception {
        KeyTool old = KeyTool.make(directory, "old", "EC", "-startdate", "-10d", "-validity", "5");
        try (DoorFixture driver = DoorFixture.begin(pem(old))) {
            await().until(() -> driver.health().state() == State.DEGRADED);
            assertThat(driver.health().cause())
                    .startsWith("the certificate in " + old.certificate() + " expired at ")
                    .endsWith(": put a new one there");
            takesTheNewOne(driver, old);
        }
    }

    @Test
    void noticesACertificateThatExpiresMeanwhile() throws Exception {
        KeyTool served = KeyTool.make(directory, "served", "EC", "-startdate", "-1d+12S", "-validity", "1");
        try (DoorFixture driver = DoorFixture.open(pem(served))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                new Raw(driver.port()).close();
                return driver.health().state() == State.DEGRADED;
            });
            assertThat(driver.health().cause())
                    .startsWith("the certificate in " + served.certificate() + " expired at ");
            takesTheNewOne(driver, served);
        }
    }

    private void takesTheNewOne(DoorFixture driver, KeyTool served) throws Exception {
        KeyTool renewed = KeyTool.make(directory, "new", "EC");
        Files.copy(renewed.key(), served.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(renewed.certificate(), served.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(
                served.certificate(), FileTime.from(Instant.now().plusSeconds(2)));
        await().atMost(Duration.ofSeconds(30)).until(() -> driver.health().state() == State.LISTENING);
        driver.run("orders");
        assertThat(post(driver, renewed, "/stop/orders?wait=15s").statusCode()).isEqualTo(200);
    }

    @Test
    void saysAtStartUpWhatIsWrongWithTheFiles() throws Exception {
        KeyTool one = KeyTool.make(directory, "one", "EC");
        KeyTool other = KeyTool.make(directory, "other", "EC");
        assertThatThrownBy(() -> Certificates.of(
                        DoorFixture.config(Role.DRIVER, pem(new KeyTool(one.store(), one.certificate(), other.key())))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the key is not the certificate's");
        assertThatThrownBy(() -> Certificates.of(DoorFixture.config(
                        Role.DRIVER, pem(new KeyTool(one.store(), one.certificate(), one.certificate())))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        assertThatThrownBy(() -> Certificates.of(
                        DoorFixture.config(Role.DRIVER, pem(new KeyTool(one.store(), one.key(), one.key())))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(one.key().toString());
    }
}
