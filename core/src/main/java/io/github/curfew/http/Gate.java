package io.github.curfew.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in. A browser may not, whoever sits at it: a page from anywhere can make it send requests to this very
 * machine, and a name server can make its own name mean this machine. Immutable.
 */
final class Gate {
    /** An address is never a name that somebody else's name server gave. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+(%25[a-z0-9]+)?]");

    private static final Pattern UNSPECIFIED = Pattern.compile("0+(\\.0+){3}|\\[[0:.]+]");

    private static final String BEARER = "bearer ";

    private final Set<String> names;
    private final byte @Nullable [] token;

    /**
     * Makes a gate.
     *
     * @param token what has to be shown, or null
     * @param names by which this driver is called; {@code *.example.org} stands for one label more
     */
    Gate(@Nullable String token, List<String> names) {
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
        this.names = new HashSet<>(Set.of("localhost"));
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** Refuses those that may not come in. */
    void check(Head head) {
        // Both, since a browser leaves one or the other out: of an image no Origin, of an old page no Sec-Fetch-Site.
        String site = head.header("sec-fetch-site");
        if (head.header("origin") != null || (site != null && !site.equals("none"))) {
            throw new Refusal(
                    403, "requests from web pages are refused: send it without an Origin or a Sec-Fetch-Site header");
        }
        String host = head.header("host");
        if (host == null) {
            throw new Refusal(400, "the header Host is missing: HTTP/1.1 is spoken here");
        }
        if (!isOurs(withoutPort(host).toLowerCase(Locale.ROOT))) {
            throw new Refusal(
                    421,
                    "the Host header names somebody else: call this driver by its address, by localhost, or by a name"
                            + " that is in its certificate");
        }
        if (token != null && !shows(head.header("authorization"), token)) {
            throw new Refusal(
                    401,
                    "a token is needed here: send 'Authorization: Bearer' with what the driver has in curfew.http.token",
                    Map.of("WWW-Authenticate", "Bearer realm=\"curfew\""));
        }
    }

    private static boolean shows(@Nullable String authorization, byte[] token) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        byte[] shown = authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(token, shown);
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d{1,5}$", "");
    }

    private boolean isOurs(String host) {
        int dot = host.indexOf('.');
        // 0.0.0.0 leads a browser here past its own guards, and nobody else has to call a driver so.
        return (ADDRESS.matcher(host).matches() && !UNSPECIFIED.matcher(host).matches())
                || names.contains(host)
                || (dot > 0 && names.contains("*" + host.substring(dot)));
    }
}
