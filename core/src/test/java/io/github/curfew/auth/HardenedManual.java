package io.github.curfew.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.config.Backends;
import io.github.curfew.config.Settings;
import io.github.curfew.config.SettingsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hardened configuration of docs/security.md, copied into files, with keys where it says that they are. */
public final class HardenedManual {
    private static final Path MANUAL = Path.of("..", "docs", "security.md");

    private final Path etc;

    /** Makes the keys, all in one directory. */
    public HardenedManual(Path etc) throws IOException {
        this.etc = etc;
        // Of the last one no driver knows anything.
        for (String name : List.of("ops", "payments", "drivers", "stranger")) {
            KeyPair pair = Keys.pair("Ed25519");
            Files.writeString(
                    etc.resolve(name + ".private.pem"),
                    Keys.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(
                    etc.resolve(name + ".public.pem"),
                    Keys.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        }
    }

    /**
     * What drivers are given.
     *
     * @param place settings that the manual leaves open: where the messages are
     */
    public Settings drivers(Map<String, String> place) throws IOException {
        return settings("drivers", UnaryOperator.identity(), place);
    }

    /** What senders are given. */
    public Settings senders(Map<String, String> place) throws IOException {
        return senders(UnaryOperator.identity(), place);
    }

    /** What somebody has made of what senders are given. */
    public Settings senders(UnaryOperator<String> change, Map<String, String> place) throws IOException {
        return settings("senders", change, place);
    }

    private Settings settings(String whose, UnaryOperator<String> change, Map<String, String> place)
            throws IOException {
        Matcher block = Pattern.compile("```\n(# curfew.properties: " + whose + "\n.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(MANUAL));
        assertThat(block.find()).as("settings of " + whose).isTrue();
        String text = change.apply(block.group(1)).replace("/etc/curfew/", etc + "/");
        Path file = Files.writeString(etc.resolve(whose + "-" + UUID.randomUUID() + ".properties"), text);
        Settings settings =
                Settings.resolve(List.of(SettingsSource.file(file), SettingsSource.code(place)), Backends.discover());
        assertThat(settings.warnings()).isEmpty();
        return settings;
    }

    String privateKey(String name) throws IOException {
        return Files.readString(etc.resolve(name + ".private.pem"));
    }
}
