package io.github.curfew.redis;

import io.github.curfew.ConfigurationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is. Printing it shows no credentials.
 *
 * @param kind how the servers go together
 * @param tls whether connections are encrypted and the server is verified
 * @param hosts the server, the sentinels, or some nodes of the cluster
 * @param master what the sentinels call the server; empty elsewhere
 * @param database its number
 * @param user from the URL, or null
 * @param password from the URL, or null
 */
record RedisUrl(
        Kind kind,
        boolean tls,
        List<HostAndPort> hosts,
        String master,
        int database,
        @Nullable String user,
        @Nullable String password) {
    private static final Pattern FORM = Pattern.compile(
            "(redis|rediss)(-sentinel|-cluster)?://(?:(?<credentials>.*)@)?(?<hosts>[^/@?#\\s]+)(?<path>(?:/[^/@?#\\s]*)*)",
            Pattern.DOTALL);
    private static final String CURE =
            ": write redis://host:6379, redis-sentinel://host1:26379,host2:26379/mastername or "
                    + "redis-cluster://host1:6379,host2:6379, with rediss for TLS";

    /** How the servers go together. */
    enum Kind {
        /** One server. */
        SINGLE,
        /** Sentinels that know which server is the master. */
        SENTINEL,
        /** A cluster. */
        CLUSTER
    }

    RedisUrl {
        hosts = List.copyOf(hosts);
    }

    static boolean isCluster(String url) {
        return url.strip().matches("(?s)rediss?-cluster:.*");
    }

    static RedisUrl parse(String text) {
        Matcher match = FORM.matcher(text.strip());
        if (!match.matches()) {
            throw new ConfigurationException("curfew.redis.url is no address of Redis" + CURE);
        }
        Kind kind =
                match.group(2) == null ? Kind.SINGLE : match.group(2).equals("-cluster") ? Kind.CLUSTER : Kind.SENTINEL;
        List<HostAndPort> hosts = hosts(match.group("hosts"), kind == Kind.SENTINEL ? 26379 : 6379);
        if (kind == Kind.SINGLE && hosts.size() > 1) {
            throw new ConfigurationException(
                    "curfew.redis.url names several hosts, but neither a cluster nor sentinels" + CURE);
        }
        List<String> path = new ArrayList<>(List.of(match.group("path").split("/", -1)));
        path.removeIf(String::isEmpty);
        String master = "";
        if (kind == Kind.SENTINEL) {
            if (path.isEmpty()) {
                throw new ConfigurationException(
                        "curfew.redis.url does not say what the sentinels call the master" + CURE);
            }
            master = path.remove(0);
        }
        String credentials = match.group("credentials");
        int colon = credentials == null ? -1 : credentials.indexOf(':');
        return new RedisUrl(
                kind,
                match.group(1).equals("rediss"),
                hosts,
                master,
                database(path, kind),
                credentials == null ? null : decoded(colon < 0 ? credentials : credentials.substring(0, colon)),
                credentials == null || colon < 0 ? null : decoded(credentials.substring(colon + 1)));
    }

    private static List<HostAndPort> hosts(String list, int defaultPort) {
        List<HostAndPort> hosts = new ArrayList<>();
        for (String host : list.split(",", -1)) {
            // The colons of an IPv6 address stand in brackets.
            int colon = host.lastIndexOf(':');
            boolean hasPort = colon > host.lastIndexOf(']');
            String name = hasPort ? host.substring(0, colon) : host;
            String port = hasPort ? host.substring(colon + 1) : Integer.toString(defaultPort);
            if (name.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
                throw new ConfigurationException("curfew.redis.url has a host or port that is none" + CURE);
            }
            hosts.add(new HostAndPort(name, Integer.parseInt(port)));
        }
        return hosts;
    }

    private static int database(List<String> path, Kind kind) {
        if (path.isEmpty()) {
            return 0;
        }
        if (path.size() > 1 || kind == Kind.CLUSTER || !path.get(0).matches("\\d{1,5}")) {
            throw new ConfigurationException(
                    kind == Kind.CLUSTER
                            ? "curfew.redis.url names a database, but a cluster has one only: leave it out"
                            : "curfew.redis.url ends in what is no database's number" + CURE);
        }
        return Integer.parseInt(path.get(0));
    }

    private static @Nullable String decoded(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            // A plus is a plus here: this is no form.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "curfew.redis.url has a per cent sign in its user or password that stands for itself: write %25");
        }
    }

    @Override
    public String toString() {
        String scheme = "redis" + (tls ? "s" : "")
                + switch (kind) {
                    case SINGLE -> "";
                    case SENTINEL -> "-sentinel";
                    case CLUSTER -> "-cluster";
                };
        return scheme + "://"
                + String.join(",", hosts.stream().map(HostAndPort::toString).toList())
                + (master.isEmpty() ? "" : "/" + master) + (database == 0 ? "" : "/" + database);
    }
}
