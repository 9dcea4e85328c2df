package io.github.curfew.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Who the server is.
 *
 * @param context with certificate and key
 * @param names by which the certificate calls it, in lower case
 * @param notAfter when the certificate expires
 */
record Identity(SSLContext context, List<String> names, Instant notAfter) {
    private static final int DNS_NAME = 2;

    Identity {
        names = List.copyOf(names);
    }

    static Identity ofPem(Path certificate, Path key) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(certificate);
        PrivateKey secret = Pem.key(key, chain.get(0).getPublicKey().getAlgorithm());
        if (!Pem.belongTogether(secret, chain.get(0).getPublicKey())) {
            throw new GeneralSecurityException(
                    "the key is not the certificate's: name the two files that belong" + " together");
        }
        // A key store in memory wants a password; nobody else ever sees it.
        char[] password = UUID.randomUUID().toString().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("curfew", secret, password, chain.toArray(Certificate[]::new));
        return of(store, password);
    }

    static Identity ofStore(Path file, @Nullable String password) throws IOException, GeneralSecurityException {
        if (password == null) {
            throw new GeneralSecurityException("it needs a password: set curfew.http.tls.keystore.password.file");
        }
        char[] secret = password.toCharArray();
        KeyStore store;
        try {
            store = KeyStore.getInstance(file.toFile(), secret);
        } catch (IOException e) {
            if (e.getCause() instanceof GeneralSecurityException) {
                throw new GeneralSecurityException("its password is another", e);
            }
            throw e;
        }
        return of(store, secret);
    }

    private static Identity of(KeyStore store, char[] password) throws GeneralSecurityException {
        X509Certificate certificate = null;
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate found) {
                certificate = found;
            }
        }
        if (certificate == null) {
            throw new GeneralSecurityException("there is no certificate with a key in it");
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new Identity(
                context, names(certificate), certificate.getNotAfter().toInstant());
    }

    private static List<String> names(X509Certificate certificate) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        for (List<?> name : all == null ? List.<List<?>>of() : all) {
            if (Integer.valueOf(DNS_NAME).equals(name.get(0))) {
                names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    boolean isExpired() {
        return Instant.now().isAfter(notAfter);
    }

    @Override
    public String toString() {
        return names + " until " + notAfter;
    }
}
