package io.github.curfew.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a secret that lies in a file, as Kubernetes and Docker mount them. */
final class SecretFile {
    /** More than any key or password; a path that leads to /dev/zero must not fill the heap. */
    private static final int LARGEST = 64 * 1024;

    private SecretFile() {}

    /** Puts the secrets themselves in the place of keys that name their files. */
    static void readAll(Map<String, Entry> entries, KnownKeys known, Problems problems) {
        for (String key : List.copyOf(entries.keySet())) {
            Entry file = known.namesFile(key) ? entries.remove(key) : null;
            if (file == null) {
                continue;
            }
            Entry direct = entries.get(KnownKeys.secretOf(key));
            if (direct != null && direct.rank() == file.rank()) {
                problems.add(direct + " and " + file + " are both set: leave one of them out");
            } else if (direct == null || file.rank() < direct.rank()) {
                String secret = read(file.value(), file.toString(), problems);
                if (secret != null) {
                    entries.put(KnownKeys.secretOf(key), new Entry(secret, file.name(), file.source(), file.rank()));
                }
            }
        }
    }

    /** The file's text without the line break at its end; null, and a problem more, if there is none. */
    static @Nullable String read(String path, String setting, Problems problems) {
        try (InputStream in = Files.newInputStream(Path.of(path.strip()))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                problems.add(
                        setting + ": the file is larger than " + LARGEST / 1024 + " KiB: name the secret's own file");
                return null;
            }
            String secret = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
            if (secret.isBlank()) {
                problems.add(setting + ": the file " + path + " is empty: write the secret into it");
                return null;
            }
            return secret;
        } catch (IOException | InvalidPathException e) {
            problems.add(setting + ": the file " + path + " cannot be read ("
                    + e.getClass().getSimpleName() + "): check its path and its permissions");
            return null;
        }
    }
}
