package io.github.curfew.http;

import static org.awaitility.Awaitility.await;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.engine.Engine;
import io.github.curfew.engine.EngineSettings;
import io.github.curfew.model.BackendHealth;
import io.github.curfew.model.BackendHealth.State;
import io.github.curfew.model.DriverInfo;
import io.github.curfew.model.OnTimeout;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Setting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A driver with an http door and nothing else, on a free port of this machine. */
final class DoorFixture implements AutoCloseable {
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    final Engine engine;
    final HttpDoor door;

    private DoorFixture(Engine engine, HttpDoor door) {
        this.engine = engine;
        this.door = door;
    }

    static BackendConfig config(Role role, Map<String, String> set) {
        Map<String, String> values = new HashMap<>();
        for (Setting setting : new HttpProvider().settings()) {
            if (setting.defaultValue() != null) {
                values.put(setting.key(), setting.defaultValue());
            }
        }
        values.put("http.port", "0");
        values.putAll(set);
        return new BackendConfig("default", role, "driver-1", values);
    }

    static DoorFixture begin(Map<String, String> set) {
        return begin(set, AuthSettings.NONE);
    }

    private static DoorFixture begin(Map<String, String> set, AuthSettings auth) {
        HttpDoor door = new HttpDoor(DoorSettings.of(config(Role.DRIVER, set)));
        EngineSettings settings = new EngineSettings(
                "default", Duration.ofMinutes(5), OnTimeout.FORCE, Duration.ofHours(1), Duration.ofMinutes(1), auth);
        DriverInfo driver =
                new DriverInfo("driver-1", "app-1", "orders-app", "driver.example", "0", "3.5", Instant.now());
        return new DoorFixture(Engine.start(settings, driver, Map.of(), List.of(door), List.of()), door);
    }

    static DoorFixture open(Map<String, String> set) {
        return open(set, AuthSettings.NONE);
    }

    static DoorFixture open(Map<String, String> set, AuthSettings auth) {
        DoorFixture fixture = begin(set, auth);
        await().until(() -> fixture.health().state() == State.LISTENING);
        return fixture;
    }

    static DoorFixture open() {
        return open(Map.of());
    }

    StubRun run(String name) {
        StubRun run = new StubRun(name);
        engine.starting(run);
        return run;
    }

    BackendHealth health() {
        return engine.health().get(0);
    }

    int port() {
        return address().getPort();
    }

    InetSocketAddress address() {
        return Objects.requireNonNull(door.address());
    }

    URI uri(String target) {
        return URI.create("http://127.0.0.1:" + port() + target);
    }

    HttpResponse<String> post(String target, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(target)).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(request, headers);
    }

    HttpResponse<String> get(String target, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(target)), headers);
    }

    static HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        engine.close("the test is over");
    }
}
