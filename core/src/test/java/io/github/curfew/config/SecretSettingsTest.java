package io.github.curfew.config;

import static io.github.curfew.config.Resolving.config;
import static io.github.curfew.config.Resolving.failure;
import static io.github.curfew.config.Resolving.resolve;
import static io.github.curfew.config.SettingsSource.flags;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets: read from files, and printed nowhere. */
final class SecretSettingsTest {
    private static final FakeProvider FILE = FakeProvider.file();
    private static final FakeProvider REDIS = FakeProvider.redis();

    @TempDir
    Path dir;

    @Test
    void readsASecretFromAFile() throws IOException {
        Path secret = Files.writeString(dir.resolve("password"), " s3cr3t \n");
        Settings settings = resolve(List.of(flags(Map.of("redis.password.file", secret.toString()))), FILE, REDIS);

        assertThat(config(settings, REDIS).values()).containsEntry("redis.password", " s3cr3t ");
        assertThat(config(settings, REDIS).values()).doesNotContainKey("redis.password.file");
    }

    @Test
    void takesTheHigherOfSecretAndFileAndRefusesBothInOnePlace() throws IOException {
        Path secret = Files.writeString(dir.resolve("password"), "from-file");
        SettingsSource file = flags(Map.of("redis.password.file", secret.toString()));
        SettingsSource direct = SettingsSource.environment(Map.of("CURFEW_REDIS_PASSWORD", "direct"));

        assertThat(config(resolve(List.of(file, direct), REDIS), REDIS).text("redis.password"))
                .isEqualTo("from-file");
        assertThat(config(resolve(List.of(direct, file), REDIS), REDIS).text("redis.password"))
                .isEqualTo("direct");
        assertThat(failure(
                        List.of(flags(Map.of("redis.password", "direct", "redis.password.file", secret.toString()))),
                        REDIS))
                .hasMessage("redis.password on the command line and redis.password.file on the command line are both"
                        + " set: leave one of them out");
    }

    @Test
    void saysWhatIsWrongWithASecretsFile() throws IOException {
        Path empty = Files.writeString(dir.resolve("empty"), "\n");

        assertThat(failure(List.of(flags(Map.of("redis.password.file", empty.toString()))), REDIS))
                .hasMessageEndingWith("is empty: write the secret into it");
        assertThat(failure(List.of(flags(Map.of("redis.password.file", dir + "/none"))), REDIS))
                .hasMessageEndingWith("cannot be read (NoSuchFileException): check its path and its permissions");
    }

    @Test
    void printsNoSecretAnywhere() {
        SettingsSource source = flags(Map.of(
                "redis.password", "hunter2",
                "redis.client.some-token", "hunter2",
                "redis.url", "redis://me:hunter2@redis:6379"));
        Settings settings = resolve(List.of(source), REDIS);

        assertThat(settings.toString()).doesNotContain("hunter2").contains("redis://me:***@redis:6379");
        assertThat(config(settings, REDIS).toString()).doesNotContain("hunter2");
        assertThat(source.toString()).doesNotContain("hunter2");
        assertThat(settings.warnings())
                .containsExactly("redis.url on the command line has a password inside: it is kept out of our logs, but"
                        + " others may print it; set redis.password.file instead");
        assertThat(settings.unguardedKeys()).containsExactly("redis.url");
        assertThat(failure(
                        List.of(flags(
                                Map.of("redis.password", "hunter2", "redis.password.file", "/x", "x", "hunter2"))),
                        REDIS))
                .hasMessageNotContaining("hunter2");
    }
}
