package io.github.curfew.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Redis master, its replica, and a sentinel that makes the replica the master when the master is gone for a second. */
public final class RedisSentinel implements AutoCloseable {
    /** What the sentinel calls the master. */
    public static final String MASTER = "curfew-master";

    private final RedisServer master;
    private final RedisServer replica;
    private final RedisServer sentinel;

    private RedisSentinel(RedisServer master, RedisServer replica, RedisServer sentinel) {
        this.master = master;
        this.replica = replica;
        this.sentinel = sentinel;
    }

    /**
     * Starts the three and waits until they know of each other.
     *
     * @return them, ready to use
     */
    public static RedisSentinel start() {
        RedisServer master = RedisServer.start("--repl-diskless-sync-delay", "0");
        RedisServer replica =
                RedisServer.start("--replicaof", "127.0.0.1 " + master.port(), "--repl-diskless-sync-delay", "0");
        RedisSentinel all = new RedisSentinel(master, replica, sentinel(master.port()));
        try {
            Await.until(
                    "the replica follows",
                    () -> all.replica.command("WAIT 0 1").startsWith("-")
                            && all.master.command("WAIT 1 100").equals(":1"));
            Await.until(
                    "the sentinel sees the replica",
                    () -> all.sentinel.command("SENTINEL REPLICAS " + MASTER).equals("*1"));
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
        return all;
    }

    private static RedisServer sentinel(int masterPort) {
        Path folder = ServerProcess.newFolder("sentinel");
        int port = FreePort.next();
        Path file = folder.resolve("sentinel.conf");
        try {
            // The sentinel writes into this file what it learns.
            Files.write(
                    file,
                    List.of(
                            "port " + port,
                            "bind 127.0.0.1",
                            "sentinel monitor " + MASTER + " 127.0.0.1 " + masterPort + " 1",
                            "sentinel down-after-milliseconds " + MASTER + " 1000",
                            "sentinel failover-timeout " + MASTER + " 5000"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the settings of the sentinel", e);
        }
        List<String> command = List.of(RedisBinary.in(folder).toString(), file.toString(), "--sentinel");
        return RedisServer.run("sentinel", folder, command, port, "Sentinel ID is");
    }

    /**
     * Where clients find the sentinel.
     *
     * @return such as {@code redis-sentinel://127.0.0.1:26379/curfew-master}
     */
    public String url() {
        return "redis-sentinel://127.0.0.1:" + sentinel.port() + "/" + MASTER;
    }

    /**
     * The first master.
     *
     * @return the server
     */
    public RedisServer master() {
        return master;
    }

    /**
     * The first replica.
     *
     * @return the server
     */
    public RedisServer replica() {
        return replica;
    }

    /** Kills all and removes what they have stored. */
    @Override
    public void close() {
        sentinel.close();
        replica.close();
        master.close();
    }
}
