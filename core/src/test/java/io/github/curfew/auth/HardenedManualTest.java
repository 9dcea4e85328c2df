package io.github.curfew.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hardened configuration of docs/security.md, copied into files, with keys where it says that they are. */
class HardenedManualTest {
    private static final Path MANUAL = Path.of("..", "docs", "security.md");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path etc;

    private Settings drivers;
    private Settings senders;

    @BeforeEach
    void copy() throws IOException {
        for (String name : List.of("ops", "payments", "drivers")) {
            KeyPair pair = Keys.pair("Ed25519");
            Files.writeString(
                    etc.resolve(name + ".private.pem"),
                    Keys.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(
                    etc.resolve(name + ".public.pem"),
                    Keys.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        }
        drivers = settings("drivers");
        senders = settings("senders");
    }

    private Settings settings(String whose) throws IOException {
        Matcher block = Pattern.compile("```\n(# curfew.properties: " + whose + "\n.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(MANUAL));
        assertThat(block.find()).as("settings of " + whose).isTrue();
        Path file = Files.writeString(
                etc.resolve(whose + ".properties"), block.group(1).replace("/etc/curfew/", etc + "/"));
        SettingsSource place = SettingsSource.code(Map.of("file.dir", etc.toString()));
        Settings settings = Settings.resolve(List.of(SettingsSource.file(file), place), Backends.discover());
        assertThat(settings.warnings()).isEmpty();
        return settings;
    }

    private Sealer sealer(String key) throws IOException {
        Key one =
                Key.of(key, Files.readString(etc.resolve(key + ".private.pem")), null, Selector.EVERYONE, Use.SIGNALS);
        return Sealer.ofSignals(Keys.settings(true, one), "prod");
    }

    private Admitted<Signal> admit(Payload message) {
        Admission admission = new Admission(drivers.auth(Role.DRIVER), drivers.namespace());
        return admission.signal(message, Map.of(), new SignalId("/test", "1"), Instant.now());
    }

    @Test
    void itIsWholeAndAsksForSignatures() {
        for (AuthSettings auth : List.of(drivers.auth(Role.DRIVER), senders.auth(Role.SENDER))) {
            assertThat(auth.required()).isTrue();
            assertThat(auth.skew()).isEqualTo(Duration.ofSeconds(5));
        }
        assertThat(drivers.auth(Role.DRIVER).warnings(Role.DRIVER)).isEmpty();
        assertThat(List.of(drivers.namespace(), senders.namespace())).containsOnly("prod");
        assertThat(drivers.signalExpiry()).isEqualTo(senders.signalExpiry()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void driversObeyWhatASenderSigns() {
        Sealer sender = Sealer.ofSignals(senders.auth(Role.SENDER), senders.namespace());
        Seal seal = admit(sender.seal(Payload.utf8("stop orders"), HOUR, Instant.now()))
                .seal();
        assertThat(Objects.requireNonNull(seal).key()).isEqualTo("ops");
        assertThat(seal.reach()).isEqualTo(Selector.EVERYONE);
    }

    @Test
    void aTeamReachesNobodyElse() throws IOException {
        Seal seal = admit(sealer("payments").seal(Payload.utf8("stop *"), HOUR, Instant.now()))
                .seal();
        assertThat(Objects.requireNonNull(seal).reach()).isEqualTo(Selector.parse("team=payments"));
    }

    @Test
    void driversKeysSignNoSignalsAndNothingUnsignedCounts() throws IOException {
        Payload byADriver = sealer("drivers").seal(Payload.utf8("stop *"), HOUR, Instant.now());
        assertThatThrownBy(() -> admit(byADriver)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> admit(Payload.utf8("stop *"))).isInstanceOf(RefusedException.class);
    }

    @Test
    void sendersBelieveDriversAlone() {
        Sealer driver = Sealer.ofReports(drivers.auth(Role.DRIVER), drivers.namespace());
        assertThat(driver.signs()).isTrue();
        Admission admission = new Admission(senders.auth(Role.SENDER), senders.namespace());
        Payload word = Payload.utf8("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/curfew/drivers/d\","
                + "\"time\":\"2026-11-20T10:00:00Z\",\"type\":\"io.github.curfew.run.alive.v1\",\"data\":{\"report\":\"alive\","
                + "\"driver\":{\"id\":\"d\",\"appId\":\"a\",\"started\":\"2026-11-20T10:00:00Z\"},\"runs\":[],"
                + "\"backends\":[],\"beat\":\"PT60S\",\"round\":2,\"part\":1,\"parts\":1}}");
        Instant now = Instant.now();
        assertThat(Objects.requireNonNull(admission
                                .report(driver.seal(word, HOUR, now), now)
                                .seal())
                        .key())
                .isEqualTo("drivers");
        assertThatThrownBy(() -> admission.report(word, now)).isInstanceOf(RefusedException.class);
        Sealer sender = Sealer.ofSignals(senders.auth(Role.SENDER), senders.namespace());
        assertThatThrownBy(() -> admission.report(sender.seal(word, HOUR, now), now))
                .isInstanceOf(RefusedException.class);
    }
}
