package io.github.curfew.http;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.Quoted;
import io.github.curfew.spi.BackendConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the door goes by. Printing it shows no secret.
 *
 * @param host where it listens
 * @param port 0 for any
 * @param token what a request has to show, or null
 * @param tls its certificate, or null for none
 * @param healthHost where health is told apart
 * @param healthPort 0 for any, null for not at all
 */
record DoorSettings(
        String host,
        int port,
        @Nullable String token,
        @Nullable Certificates tls,
        String healthHost,
        @Nullable Integer healthPort) {
    private static final Pattern EVERYWHERE = Pattern.compile("0\\.0\\.0\\.0|\\[?::]?");
    private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");
    /** Whoever can reach a door may try as many as he likes. */
    private static final int SHORTEST_TOKEN = 16;

    private static final int LARGEST_PORT = 65_535;

    /**
     * Reads and checks them.
     *
     * @throws ConfigurationException with every problem, if there is any
     */
    static DoorSettings of(BackendConfig config) {
        List<String> problems = new ArrayList<>();
        String host = config.required(HttpProvider.HOST);
        String token = config.text(HttpProvider.TOKEN);
        Certificates tls = null;
        try {
            tls = Certificates.of(config).orElse(null);
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
        checkToken(token, problems);
        if (problems.isEmpty() && !isLoopback(host) && (token == null || tls == null)) {
            problems.add("curfew.http.host " + Quoted.text(host)
                    + " lets others than this machine in, which needs a token and TLS: set " + missing(token, tls)
                    + ", or set curfew.http.host to 127.0.0.1");
        }
        if (token != null && token.length() < SHORTEST_TOKEN && !isLoopback(host)) {
            problems.add("curfew.http.token is shorter than " + SHORTEST_TOKEN + " characters, and curfew.http.host "
                    + Quoted.text(host)
                    + " lets others than this machine in, who can try what it is: make a longer one, as"
                    + " openssl rand -hex 32 does");
        }
        Integer port = port(config, HttpProvider.PORT, problems);
        Integer healthPort = port(config, HttpProvider.HEALTH_PORT, problems);
        String healthHost = config.required(HttpProvider.HEALTH_HOST);
        if (port != null && port != 0 && port.equals(healthPort) && meet(host, healthHost)) {
            problems.add("curfew.http.port and curfew.http.health.port are both " + port
                    + ", of one address: give one of them another");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new DoorSettings(host, port == null ? 0 : port, token, tls, healthHost, healthPort);
    }

    private static boolean meet(String host, String other) {
        return host.equalsIgnoreCase(other)
                || EVERYWHERE.matcher(host).matches()
                || EVERYWHERE.matcher(other).matches();
    }

    /** Adds what is wrong with a token, which is not shown: sent as it is, Java would print it in its own complaint. */
    static void checkToken(@Nullable String token, List<String> problems) {
        if (token != null && !TOKEN.matcher(token).matches()) {
            problems.add("curfew.http.token cannot be sent in a header: write printable ASCII characters without spaces"
                    + " and line breaks");
        }
    }

    /** A name other than localhost may lead anywhere tomorrow, so it counts as everywhere. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    private static String missing(@Nullable String token, @Nullable Certificates tls) {
        List<String> keys = new ArrayList<>();
        if (token == null) {
            keys.add("curfew.http.token.file");
        }
        if (tls == null) {
            keys.add("curfew.http.tls.cert.file with curfew.http.tls.key.file (or curfew.http.tls.keystore.file)");
        }
        return String.join(" and ", keys);
    }

    private static @Nullable Integer port(BackendConfig config, String key, List<String> problems) {
        String text = config.text(key);
        if (text == null) {
            return null;
        }
        long port = text.matches("\\d{1,9}") ? Long.parseLong(text) : LARGEST_PORT + 1;
        if (port > LARGEST_PORT) {
            problems.add("curfew." + key + " " + Quoted.text(text) + " is no port: write a number from 0 to "
                    + LARGEST_PORT);
        }
        return (int) port;
    }

    @Override
    public String toString() {
        return "DoorSettings[host=" + host + ", port=" + port + ", token=" + (token == null ? "none" : "***") + ", tls="
                + tls + ", health=" + healthHost + ":" + healthPort + "]";
    }
}
