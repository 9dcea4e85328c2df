package io.github.curfew.config;

import io.github.curfew.spi.Setting;
import org.jspecify.annotations.Nullable;

/**
 * A key, what it means, and what holds for it.
 *
 * @param key without {@code curfew.}; a pattern such as {@code labels.*} if nothing that it stands for is set
 * @param backend the backend that it belongs to, or null if it is core's
 * @param setting its description: type, default, sentence
 * @param value what is set, else the default, else null; without secrets, so that it can be printed
 * @param place where it is set, such as {@code CURFEW_FILE_DIR in the environment}; null if it is not
 */
public record SettingEntry(
        String key,
        @Nullable String backend,
        Setting setting,
        @Nullable String value,
        @Nullable String place) {}
