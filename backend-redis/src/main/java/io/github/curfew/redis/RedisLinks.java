package io.github.curfew.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connections of a transport: one for each reader, and as many as are needed at a time for everything else. One that
 * was idle is looked at before it is used, because a restarted server leaves dead ones behind; one that stays idle is
 * closed by {@link #closeIdle}, so that an idle driver has its reader's alone. Thread-safe.
 */
final class RedisLinks {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLinks.class);
    private static final Duration TRUSTED = Duration.ofSeconds(1);
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private final RedisNodes nodes;
    private final Deque<RedisLink> idle = new ConcurrentLinkedDeque<>();
    private final Set<RedisLink> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RedisLinks(RedisNodes nodes) {
        this.nodes = nodes;
    }

    /**
     * Opens a connection.
     *
     * @param end until when, by {@link System#nanoTime}
     * @throws JedisException if none can be had
     */
    RedisLink open(long end) {
        refuseIfClosed();
        RedisLink link = nodes.connect(end);
        open.add(link);
        if (closed) {
            close(link);
        }
        refuseIfClosed();
        return link;
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new JedisConnectionException("this transport is closed");
        }
    }

    /** Takes a connection that is idle, or opens one. It is given back, or closed. */
    RedisLink borrow(long end) {
        refuseIfClosed();
        for (RedisLink link = idle.pollFirst(); link != null; link = idle.pollFirst()) {
            if (link.sinceTime().compareTo(TRUSTED) < 0) {
                return link;
            }
            try {
                link.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 2_000_000));
                link.askTime();
                return link;
            } catch (JedisException e) {
                LOG.debug("A connection to Redis was dead; the next one is tried", e);
                close(link);
            }
        }
        return open(end);
    }

    void giveBack(RedisLink link) {
        link.idle();
        idle.addFirst(link);
        if (closed) {
            close(link);
        }
    }

    /** Closes what nobody has needed for a while. */
    void closeIdle() {
        for (RedisLink link = idle.peekLast(); link != null; link = idle.peekLast()) {
            if (link.sinceTime().compareTo(LONGEST_IDLE) < 0 || !idle.remove(link)) {
                return;
            }
            close(link);
        }
    }

    /** Closes a connection; what waits on it throws. */
    void close(RedisLink link) {
        open.remove(link);
        try {
            link.forceDisconnect();
        } catch (IOException e) {
            LOG.debug("Closing a connection to Redis threw", e);
        }
    }

    void close() {
        closed = true;
        idle.clear();
        open.forEach(this::close);
    }
}
