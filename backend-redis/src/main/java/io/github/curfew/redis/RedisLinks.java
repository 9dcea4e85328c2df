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
 * was idle may be dead, since a restarted server leaves such behind; whoever borrows it finds out. One that stays idle is
 * closed by {@link #closeIdle}, so that an idle driver has its reader's alone. Thread-safe.
 */
final class RedisLinks {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLinks.class);
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

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
        RedisLink link = idle.pollFirst();
        if (link == null) {
            return open(end);
        }
        link.resume();
        return link;
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
        closeIdle(LONGEST_IDLE);
    }

    /** Closes all that nobody uses: what one was found to have died of, the others will have died of too. */
    void closeAllIdle() {
        closeIdle(Duration.ZERO);
    }

    private void closeIdle(Duration longest) {
        for (RedisLink link = idle.peekLast(); link != null; link = idle.peekLast()) {
            if (link.idleFor().compareTo(longest) < 0 || !idle.remove(link)) {
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
