package io.github.curfew.servers;

import java.util.ArrayList;
import java.util.List;

/** A Redis cluster of three masters on loopback, without replicas. */
public final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final int NODES = 3;

    private final List<RedisServer> nodes;

    private RedisCluster(List<RedisServer> nodes) {
        this.nodes = nodes;
    }

    /**
     * Starts the nodes and waits until they agree.
     *
     * @return the cluster, ready to use
     */
    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster(new ArrayList<>());
        try {
            for (int node = 0; node < NODES; node++) {
                cluster.add(node);
            }
            Await.until("the cluster agrees", () -> cluster.nodes.stream().allMatch(RedisCluster::isWhole));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void add(int node) {
        int busPort = FreePort.next();
        RedisServer server = RedisServer.start(
                "--cluster-enabled",
                "yes",
                "--cluster-port",
                Integer.toString(busPort),
                "--cluster-node-timeout",
                "2000");
        nodes.add(server);
        int first = node * SLOTS / NODES;
        int last = (node + 1) * SLOTS / NODES - 1;
        expectOk(server.command("CLUSTER ADDSLOTSRANGE " + first + " " + last));
        expectOk(nodes.get(0).command("CLUSTER MEET 127.0.0.1 " + server.port() + " " + busPort));
    }

    private static void expectOk(String answer) {
        if (!answer.startsWith("+OK")) {
            throw new IllegalStateException("the cluster cannot be made: " + answer);
        }
    }

    /** A command on a key that is elsewhere tells whether the node knows where, and that all slots are served. */
    private static boolean isWhole(RedisServer node) {
        for (int key = 0; key < 30; key++) {
            String answer = node.command("GET key-" + key);
            if (!answer.startsWith("$-1") && !answer.startsWith("-MOVED")) {
                return false;
            }
        }
        return true;
    }

    /**
     * The nodes.
     *
     * @return in the order of their slots
     */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** Kills all and removes what they have stored. */
    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
