package io.github.curfew.redis;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.Quoted;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import redis.clients.jedis.SslOptions;

/** Authorities of one's own, as certificates in a PEM file. */
final class Authorities {
    /** For a store that never leaves this process's memory, and holds no secret. */
    private static final char[] PASSWORD = "certificates".toCharArray();

    private Authorities() {}

    /**
     * Trusts a file's certificates, and no others.
     *
     * @param encryption takes them
     * @param file in PEM
     * @throws ConfigurationException if it cannot be read or holds none
     */
    static void trust(SslOptions.Builder encryption, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new ConfigurationException(problem(file, "holds no certificate"));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int count = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + ++count, certificate);
            }
            ByteArrayOutputStream stored = new ByteArrayOutputStream();
            store.store(stored, PASSWORD);
            byte[] bytes = stored.toByteArray();
            encryption.trustStoreType("PKCS12").truststore(() -> new ByteArrayInputStream(bytes), PASSWORD);
        } catch (IOException e) {
            throw new ConfigurationException(problem(file, "cannot be read"));
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(problem(file, "holds no certificates in PEM"));
        }
    }

    private static String problem(Path file, String what) {
        return "curfew.redis.tls.ca.file: " + Quoted.text(file.toString()) + " " + what
                + ": name a file of certificates in PEM that this process can read";
    }
}
