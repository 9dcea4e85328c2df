package io.github.curfew.http;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Door;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Transport;
import java.util.List;
import java.util.Optional;

/** http: a door on a driver, and a transport to the doors of drivers on a sender. */
public final class HttpProvider implements BackendProvider {
    static final String NAME = "http";
    static final String HOST = "http.host";
    static final String PORT = "http.port";
    static final String TOKEN = "http.token";
    static final String CERTIFICATE_FILE = "http.tls.cert.file";
    static final String KEY_FILE = "http.tls.key.file";
    static final String STORE_FILE = "http.tls.keystore.file";
    static final String STORE_PASSWORD = "http.tls.keystore.password";
    static final String TRUST_FILE = "http.tls.ca.file";
    static final String HEALTH_HOST = "http.health.host";
    static final String HEALTH_PORT = "http.health.port";
    static final String URLS = "http.urls";

    private static final String ANYWHERE_SAFE = "127.0.0.1";

    /** Makes a provider; it holds nothing. */
    public HttpProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.of(
                        HOST,
                        Setting.Type.TEXT,
                        ANYWHERE_SAFE,
                        "Where a driver listens. Anything but this machine itself needs http.token and TLS."),
                Setting.of(
                        PORT,
                        Setting.Type.NUMBER,
                        "8558",
                        "The port on which a driver listens; 0 for any that is free, which its log and health tell."),
                Setting.of(
                        TOKEN,
                        Setting.Type.TEXT,
                        null,
                        "What a request has to show, as 'Authorization: Bearer ...'; senders send it."),
                Setting.of(
                        CERTIFICATE_FILE,
                        Setting.Type.TEXT,
                        null,
                        "A driver's certificate and those that vouch for it, in PEM; read again when it changes."),
                Setting.of(
                        KEY_FILE,
                        Setting.Type.TEXT,
                        null,
                        "The key of that certificate, in PEM (PKCS#8, not encrypted)."),
                Setting.of(
                        STORE_FILE,
                        Setting.Type.TEXT,
                        null,
                        "A key store (PKCS#12 or JKS) with a driver's certificate and key, in place of the PEM files."),
                Setting.of(
                        STORE_PASSWORD,
                        Setting.Type.TEXT,
                        null,
                        "The password of that key store and of the key in it."),
                Setting.of(
                        TRUST_FILE,
                        Setting.Type.TEXT,
                        null,
                        "Certificates that a sender trusts, in PEM. Not set: those that its Java trusts."),
                Setting.of(
                        HEALTH_HOST,
                        Setting.Type.TEXT,
                        ANYWHERE_SAFE,
                        "Where health is told apart, if http.health.port is set; 0.0.0.0 for a kubelet."),
                Setting.of(
                        HEALTH_PORT,
                        Setting.Type.NUMBER,
                        null,
                        "A port of its own for GET /health, which needs no token there and tells nothing else; 0 for any."),
                Setting.of(
                        URLS,
                        Setting.Type.LIST,
                        null,
                        "The drivers to which a sender speaks, such as http://127.0.0.1:8558, joined by commas."));
    }

    /** {@inheritDoc} For senders; a driver has its {@link #door}. */
    @Override
    public Transport open(BackendConfig config) {
        return HttpTransport.of(config);
    }

    @Override
    public Optional<Door> door(BackendConfig config) {
        return Optional.of(new HttpDoor(DoorSettings.of(config)));
    }
}
