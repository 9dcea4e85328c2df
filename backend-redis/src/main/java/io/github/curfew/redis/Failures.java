package io.github.curfew.redis;

import io.github.curfew.model.Quoted;
import io.github.curfew.spi.TransportException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Puts what the client throws into a sentence: operation, target without credentials, cause, and the cure if one is known. */
final class Failures {
    private Failures() {}

    static TransportException of(String operation, RedisUrl url, Throwable cause) {
        return TransportException.passing(operation + " failed on " + url + ": " + why(cause), cause);
    }

    /** Whether a connection was found closed, so that a new one may do better at once. */
    static boolean isBroken(RuntimeException thrown) {
        return thrown instanceof JedisConnectionException && !isSilence(thrown);
    }

    /** Whether no answer came in time. */
    static boolean isSilence(RuntimeException thrown) {
        return root(thrown) instanceof SocketTimeoutException;
    }

    private static String why(Throwable thrown) {
        Throwable root = root(thrown);
        if (root instanceof SocketTimeoutException) {
            return "no answer came in time";
        }
        if (root instanceof UnknownHostException) {
            return "the host " + Quoted.plain(String.valueOf(root.getMessage())) + " is unknown";
        }
        String said = Quoted.plain(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
        return root instanceof JedisDataException ? said + cure(said) : said;
    }

    private static String cure(String said) {
        if (said.startsWith("NOAUTH") || said.startsWith("WRONGPASS")) {
            return " (set curfew.redis.user and curfew.redis.password)";
        }
        if (said.startsWith("NOPERM")) {
            return " (the ACL user needs the rights that the documentation of this backend lists)";
        }
        if (said.startsWith("OOM")) {
            return " (give the server more memory, or an eviction policy)";
        }
        if (said.startsWith("WRONGTYPE")) {
            return " (something else uses this name: choose another curfew.namespace)";
        }
        return "";
    }

    /** The client hides what happened to each address of a host among the suppressed. */
    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (true) {
            Throwable next = root.getCause();
            if (next == null && root.getSuppressed().length > 0) {
                next = root.getSuppressed()[0];
            }
            if (next == null || next == root) {
                return root;
            }
            root = next;
        }
    }
}
