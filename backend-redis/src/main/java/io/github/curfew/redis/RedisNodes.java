package io.github.curfew.redis;

import io.github.curfew.redis.RedisUrl.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Finds the server that holds our streams: the one there is, the one that the sentinels call the master, or the node of
 * the cluster that the others refer to. It asks anew for every connection, so no thread needs to watch for a failover.
 * Thread-safe.
 */
final class RedisNodes {
    private final RedisSettings settings;
    private volatile @Nullable HostAndPort owner;
    /** Those that failed when they were last asked, by when: a few that are silent take all the time there is. */
    private final Map<HostAndPort, Long> failing = new ConcurrentHashMap<>();

    private final AtomicLong failures = new AtomicLong();

    RedisNodes(RedisSettings settings) {
        this.settings = settings;
    }

    /** A node has said which one holds our streams. */
    void moved(HostAndPort to, @Nullable HostAndPort said) {
        // A node that does not know its own name leaves it out: it means the one that was asked.
        owner = to.getHost().isEmpty() && said != null ? new HostAndPort(said.getHost(), to.getPort()) : to;
    }

    /**
     * Connects.
     *
     * @param end until when, by {@link System#nanoTime}
     * @return a connection to a server that may be written to, as far as can be told before trying
     * @throws JedisException if none can be had
     */
    RedisLink connect(long end) {
        JedisException none = new JedisConnectionException("there was no time left to connect");
        JedisException failure = none;
        for (HostAndPort node : candidates()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                break;
            }
            try {
                RedisLink link = connect(settings.url().kind() == Kind.SENTINEL ? master(node, left) : node, end);
                failing.remove(node);
                return link;
            } catch (JedisException e) {
                // One for which hardly any time was left has not shown that it is silent.
                if (left.compareTo(settings.timeout()) >= 0 || failure == none) {
                    failing.put(node, failures.incrementAndGet());
                }
                failure = e;
                if (node.equals(owner)) {
                    owner = null;
                }
            }
        }
        throw failure;
    }

    private Set<HostAndPort> candidates() {
        Set<HostAndPort> nodes = new LinkedHashSet<>();
        HostAndPort known = owner;
        if (known != null) {
            nodes.add(known);
        }
        settings.url().hosts().stream()
                .sorted(Comparator.comparing(node -> failing.getOrDefault(node, 0L)))
                .forEach(nodes::add);
        return nodes;
    }

    private RedisLink connect(HostAndPort node, long end) {
        RedisLink link = new RedisLink(node, settings.client(Duration.ofNanos(Math.max(1, end - System.nanoTime()))));
        try {
            // The replica of a cluster's node refers to its master by itself.
            if (link.isReplica() && settings.url().kind() != Kind.CLUSTER) {
                throw new JedisConnectionException(node + " is a replica, which may be late and cannot be written to");
            }
            link.askTime();
            return link;
        } catch (JedisException e) {
            link.setBroken();
            link.close();
            throw e;
        }
    }

    private HostAndPort master(HostAndPort sentinel, Duration within) {
        try (Connection connection = new Connection(sentinel, settings.sentinel(within))) {
            Object answer = connection.executeCommand(new CommandArguments(Command.SENTINEL)
                    .add("GET-MASTER-ADDR-BY-NAME")
                    .add(settings.url().master()));
            List<String> address = new ArrayList<>();
            if (answer instanceof List<?> parts) {
                parts.forEach(part -> address.add(RedisReplies.text(part)));
            }
            if (address.size() < 2) {
                throw new JedisConnectionException("the sentinel " + sentinel + " knows no master of that name");
            }
            return new HostAndPort(address.get(0), Integer.parseInt(address.get(1)));
        }
    }
}
