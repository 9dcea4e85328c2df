package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.ConfigurationException;
import io.github.curfew.servers.FreePort;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.servers.ServerProcess;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsTest {
    private static final String WORD = "changeit";

    @TempDir
    private Path folder;

    /** Makes a certificate of a server, signed by itself, and its key. */
    private Path certificate(String host) throws Exception {
        Path store = folder.resolve(host + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        ServerProcess.run(
                "keytool",
                folder,
                List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        WORD));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, WORD.toCharArray());
        }
        Path certificate = folder.resolve("server.crt");
        pem(certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
        pem(
                folder.resolve("server.key"),
                "PRIVATE KEY",
                keys.getKey("server", WORD.toCharArray()).getEncoded());
        return certificate;
    }

    private static void pem(Path file, String kind, byte[] bytes) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    private RedisServer start(Path certificate, int port) {
        return RedisServer.startWithTls(port, certificate, folder.resolve("server.key"));
    }

    @Test
    void aServerWhoseAuthorityIsTrustedIsUsed() throws Exception {
        Path certificate = certificate("ip:127.0.0.1");
        int port = FreePort.next();
        try (RedisServer server = start(certificate, port);
                Transport transport = Redis.open(
                        "default",
                        Map.of(
                                "redis.url",
                                "rediss://127.0.0.1:" + port,
                                "redis.tls.ca.file",
                                certificate.toString(),
                                "redis.keep-alive",
                                "300ms"))) {
            Reader reader = Redis.fromNow(transport);
            assertThat(Redis.poll(reader, Duration.ofSeconds(1)).deliveries()).isEmpty();
            Redis.signal(transport, "{}");
            assertThat(Redis.awaitOne(reader).body().text()).isEqualTo("{}");
            server.command("PUBLISH curfew:default:signals typed");
            assertThat(Redis.awaitOne(reader).body().text()).isEqualTo("typed");
            reader.close();
        }
    }

    @Test
    void aServerThatIsNotTrustedIsRefused() throws Exception {
        int port = FreePort.next();
        try (RedisServer server = start(certificate("ip:127.0.0.1"), port);
                Transport transport = Redis.open("default", "rediss://127.0.0.1:" + port)) {
            assertThat(server.process().isRunning()).isTrue();
            assertThatThrownBy(() -> transport.end(Topic.SIGNALS))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void aServerOfAnotherNameIsRefused() throws Exception {
        Path certificate = certificate("dns:elsewhere.example");
        int port = FreePort.next();
        try (RedisServer server = start(certificate, port);
                Transport transport = Redis.open(
                        "default",
                        Map.of(
                                "redis.url",
                                "rediss://127.0.0.1:" + port,
                                "redis.tls.ca.file",
                                certificate.toString()))) {
            assertThat(server.process().isRunning()).isTrue();
            assertThatThrownBy(() -> transport.end(Topic.SIGNALS))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void aFileThatIsNoneIsAMistakeInTheSettings() throws Exception {
        Path file = Files.writeString(folder.resolve("not.pem"), "nothing\n");
        for (String name : List.of(file.toString(), folder.resolve("absent.pem").toString())) {
            assertThatThrownBy(() -> Redis.open(
                            "default", Map.of("redis.url", "rediss://127.0.0.1:1", "redis.tls.ca.file", name)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("curfew.redis.tls.ca.file")
                    .hasMessageContaining(name);
        }
    }
}
