package io.github.curfew.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.config.Settings;
import io.github.curfew.model.Selector;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hardened configuration of docs/security.md admits. */
class HardenedManualTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path etc;

    private HardenedManual manual;
    private Settings drivers;
    private Settings senders;

    @BeforeEach
    void copy() throws IOException {
        Map<String, String> place = Map.of("file.dir", etc.toString());
        manual = new HardenedManual(etc);
        drivers = manual.drivers(place);
        senders = manual.senders(place);
    }

    private Sealer sealer(String key) throws IOException {
        Key one = Key.of(key, manual.privateKey(key), null, Selector.EVERYONE, Use.SIGNALS);
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
