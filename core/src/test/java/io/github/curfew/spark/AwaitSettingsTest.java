package io.github.curfew.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With which settings a query is awaited: those of the plugin, of the code, or of a file. */
class AwaitSettingsTest extends OverAwaits {
    @Test
    void whereThePluginListensItIsSharedAndLeftAsItIs() throws Exception {
        SparkDriver plugin = LocalSpark.driver(settings(), "of-the-plugin", Ways.open(settings(), "of-the-plugin"));
        StreamingQuery query = start("orders");
        CompletableFuture<String> main = fork(() -> {
            Curfew.awaitTermination(query);
            return "returned";
        });
        awaitListed("orders");
        assertThat(client.roster()).extracting(entry -> entry.driver().id()).containsExactly("of-the-plugin");
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
        assertThat(SparkDriver.current()).isSameAs(plugin);
    }

    @Test
    void otherSettingsThanThoseThatListenAreRefused() throws Exception {
        StreamingQuery query = start("orders");
        assertThat(curfew().awaitTermination(query, Duration.ofMillis(1))).isFalse();
        assertThatThrownBy(() -> curfew().set("namespace", "other").awaitTermination(query))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Curfew listens already in this application, with other values of curfew.namespace:"
                        + " give the same ones, or none at all to share what listens");
        assertThat(Curfew.awaitTermination(query, Duration.ZERO)).isFalse();
    }

    @Test
    void wrongSettingsAreToldAllAtOnceBeforeItWaits() throws Exception {
        StreamingQuery query = start("orders");
        assertThatThrownBy(() -> curfew().set("stop.deadlin", "5m")
                        .set("signal.expiry", "soon")
                        .awaitTermination(query))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("stop.deadline", "signal.expiry", "in code");
        assertThatThrownBy(() -> Curfew.awaitTermination(query))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no backend is chosen");
        assertThat(query.isActive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"curfew.properties", "curfew.conf"})
    void settingsComeFromAFileToo(String name) throws Exception {
        String text = name.endsWith(".conf")
                ? "curfew { namespace = ignored, file { dir = \"%s\", poll-interval = 50ms } }"
                : "curfew.namespace=ignored\ncurfew.file.poll-interval=50ms\ncurfew.file.dir=%s";
        Path file = Files.writeString(home.resolve(name), text.formatted(home.resolve("curfew")));
        StreamingQuery query = start("orders");
        CompletableFuture<String> main = fork(() -> {
            Curfew.builder().set("namespace", "default").file(file).awaitTermination(query);
            return "returned";
        });
        awaitListed("orders");
        assertThat(stop("orders").outcome()).isEqualTo(Outcome.STOPPED);
        assertReturned(main);
    }
}
