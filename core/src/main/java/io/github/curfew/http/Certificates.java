package io.github.curfew.http;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files from which the server's certificate comes, read again when they change. Used by one thread once it listens. */
final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    private final List<Path> files;
    private final Source source;
    private Identity identity;
    private List<FileTime> read;
    private long lookedAt = System.nanoTime();

    private interface Source {
        Identity load() throws IOException, GeneralSecurityException;
    }

    private Certificates(List<Path> files, Source source) throws IOException, GeneralSecurityException {
        this.files = List.copyOf(files);
        this.source = source;
        this.read = times();
        this.identity = source.load();
    }

    /**
     * Reads what the settings name.
     *
     * @return empty if they name nothing
     * @throws ConfigurationException if it cannot be used
     */
    static Optional<Certificates> of(BackendConfig config) {
        String certificate = config.text(HttpProvider.CERTIFICATE_FILE);
        String key = config.text(HttpProvider.KEY_FILE);
        String store = config.text(HttpProvider.STORE_FILE);
        if (certificate == null && key == null && store == null) {
            return Optional.empty();
        }
        if (store != null && (certificate != null || key != null)) {
            throw new ConfigurationException(
                    "curfew.http.tls.keystore.file and PEM files are both set: leave one of them out");
        }
        if (store != null) {
            String password = config.text(HttpProvider.STORE_PASSWORD);
            return Optional.of(load(
                    "curfew.http.tls.keystore.file " + store,
                    List.of(store),
                    paths -> Identity.ofStore(paths.get(0), password)));
        }
        if (certificate == null || key == null) {
            throw new ConfigurationException(
                    "curfew.http.tls." + (key == null ? "key" : "cert")
                            + ".file is not set: a certificate is of no use without its key, nor a key without its certificate");
        }
        return Optional.of(load(
                "curfew.http.tls.cert.file " + certificate + " with curfew.http.tls.key.file " + key,
                List.of(certificate, key),
                paths -> Identity.ofPem(paths.get(0), paths.get(1))));
    }

    private interface Loader {
        Identity load(List<Path> paths) throws IOException, GeneralSecurityException;
    }

    private static Certificates load(String what, List<String> files, Loader loader) {
        try {
            List<Path> paths = files.stream().map(Path::of).toList();
            return new Certificates(paths, () -> loader.load(paths));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new ConfigurationException(what + " cannot be used: " + cause(e));
        }
    }

    private static String cause(Exception e) {
        return e.getClass().getPackageName().startsWith("java.nio.file")
                ? e.getClass().getSimpleName() + ", check its path and its permissions"
                : String.valueOf(e.getMessage());
    }

    /** The certificate as the files have it now. */
    Identity current() {
        if (System.nanoTime() - lookedAt > LOOK_EVERY.toNanos() || identity.isExpired()) {
            lookedAt = System.nanoTime();
            try {
                List<FileTime> now = times();
                if (!now.equals(read)) {
                    identity = source.load();
                    read = now;
                    LOG.info("Curfew serves http with the renewed certificate of {}", files.get(0));
                }
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                // Half written, most likely; the files' times tell when it is worth another look.
                LOG.warn("The certificate changed and cannot be read, so the one before stays: {}", cause(e));
            }
        }
        return identity;
    }

    /** What keeps it from being used just now; null if nothing does. */
    @Nullable String problem() {
        Identity now = current();
        return now.isExpired()
                ? "the certificate in " + files.get(0) + " expired at " + now.notAfter() + ": put a new one there"
                : null;
    }

    private List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : files) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }

    @Override
    public String toString() {
        return files.toString();
    }
}
