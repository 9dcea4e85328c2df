package io.github.curfew.http;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.Quoted;
import io.github.curfew.spi.BackendConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a sender goes by. Printing it shows no secret.
 *
 * @param urls the drivers
 * @param token what they want to be shown, or null
 * @param trust whom it trusts, or null for whom its Java trusts
 */
record SenderSettings(
        List<URI> urls, @Nullable String token, @Nullable SSLContext trust) {
    SenderSettings {
        urls = List.copyOf(urls);
    }

    /**
     * Reads and checks them.
     *
     * @throws ConfigurationException with every problem, if there is any
     */
    static SenderSettings of(BackendConfig config) {
        List<String> problems = new ArrayList<>();
        List<URI> urls = new ArrayList<>();
        String token = config.text(HttpProvider.TOKEN);
        for (String text : config.required(HttpProvider.URLS).split(",", -1)) {
            if (!text.isBlank()) {
                url(text.strip(), token != null, urls, problems);
            }
        }
        if (urls.isEmpty() && problems.isEmpty()) {
            problems.add("curfew.http.urls names no driver: write their URLs, such as http://127.0.0.1:8558");
        }
        DoorSettings.checkToken(token, problems);
        SSLContext trust = null;
        String file = config.text(HttpProvider.TRUST_FILE);
        try {
            trust = file == null ? null : trust(Path.of(file));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            problems.add("curfew.http.tls.ca.file " + file + " cannot be used (" + e.getMessage()
                    + "): name a file with the certificates to trust, in PEM");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new SenderSettings(urls, token, trust);
    }

    private static void url(String text, boolean hasToken, List<URI> urls, List<String> problems) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            url = URI.create("");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String path = url.getRawPath();
        boolean isBare = url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getRawUserInfo() == null
                && (path == null || path.isEmpty() || path.equals("/"));
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null || !isBare) {
            // Not shown where it may hold a password.
            String shown = text.contains("@") ? "a URL" : Quoted.text(text);
            problems.add("curfew.http.urls: " + shown + " is no driver's: write http://host:port or https://host:port,"
                    + " and the token into curfew.http.token.file");
            return;
        }
        if (hasToken && scheme.equals("http") && !DoorSettings.isLoopback(url.getHost())) {
            problems.add("curfew.http.urls: " + Quoted.text(text)
                    + " would carry the token in the clear: write https, or take the token away");
            return;
        }
        urls.add(path != null && path.equals("/") ? URI.create(text.substring(0, text.length() - 1)) : url);
    }

    private static SSLContext trust(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int count = 0;
        for (X509Certificate certificate : Pem.certificates(file)) {
            store.setCertificateEntry("trusted-" + count++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public String toString() {
        return "SenderSettings[urls=" + urls + ", token=" + (token == null ? "none" : "***") + "]";
    }
}
