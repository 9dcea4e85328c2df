package io.github.curfew.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.redis.Redis.Listener;
import io.github.curfew.servers.RedisCluster;
import io.github.curfew.servers.RedisServer;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class RedisClusterTest {
    @Test
    void aNamespaceOnAnyNodeIsFoundFromAnyNode() {
        try (RedisCluster cluster = RedisCluster.start()) {
            List<RedisServer> owners = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                owners.add(oneNamespace(cluster, "ns-" + i, cluster.nodes().get(i % 3)));
            }
            assertThat(owners).as("namespaces are spread").containsAll(cluster.nodes());
        }
    }

    private static RedisServer oneNamespace(RedisCluster cluster, String namespace, RedisServer seed) {
        String name = "curfew:{" + namespace + "}:signals";
        try (Transport transport = Redis.open(namespace, "redis-cluster://127.0.0.1:" + seed.port())) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            listener.listen();
            Redis.signal(transport, "published");
            Awaitility.await().until(() -> listener.listen().contains("published"));
            // By hand, over whichever node.
            for (RedisServer node : cluster.nodes()) {
                String text = "typed-" + node.port();
                node.command("PUBLISH " + name + " " + text);
                Awaitility.await().until(() -> listener.listen().contains(text));
            }
            assertThat(listener.listen()).hasSize(4);
            List<RedisServer> holders = cluster.nodes().stream()
                    .filter(node -> node.command("XLEN " + name).equals(":1"))
                    .collect(Collectors.toList());
            assertThat(holders).hasSize(1);
            return holders.get(0);
        }
    }

    @Test
    void aNodeThatComesBackIsFoundAgain() {
        try (RedisCluster cluster = RedisCluster.start();
                Transport transport = Redis.open("ns", urls(cluster))) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            Redis.signal(transport, "before");
            Awaitility.await().until(() -> listener.listen().contains("before"));
            for (RedisServer node : cluster.nodes()) {
                node.process().freeze();
                node.process().thaw();
                node.command("CLIENT KILL TYPE pubsub");
                node.command("CLIENT KILL TYPE normal");
                String text = "after-" + node.port();
                Awaitility.await().ignoreExceptions().until(() -> {
                    Redis.signal(transport, text);
                    return true;
                });
                Awaitility.await().until(() -> listener.listen().contains(text));
            }
        }
    }

    @Test
    void aSlotThatMovesIsFollowed() {
        try (RedisCluster cluster = RedisCluster.start();
                Transport transport = Redis.open("ns", urls(cluster))) {
            Listener listener = new Listener(transport, transport.end(Topic.SIGNALS));
            Redis.signal(transport, "before");
            Awaitility.await().until(() -> listener.listen().contains("before"));
            String name = "curfew:{ns}:signals";
            String slot =
                    cluster.nodes().get(0).command("CLUSTER KEYSLOT " + name).substring(1);
            RedisServer from = cluster.nodes().stream()
                    .filter(node -> node.command("XLEN " + name).equals(":1"))
                    .findFirst()
                    .orElseThrow();
            RedisServer to = cluster.nodes().stream()
                    .filter(node -> !node.equals(from))
                    .findFirst()
                    .orElseThrow();
            assertThat(to.command("CLUSTER SETSLOT " + slot + " IMPORTING " + id(from)))
                    .isEqualTo("+OK");
            assertThat(from.command("CLUSTER SETSLOT " + slot + " MIGRATING " + id(to)))
                    .isEqualTo("+OK");
            assertThat(from.command("MIGRATE 127.0.0.1 " + to.port() + " " + name + " 0 5000"))
                    .isEqualTo("+OK");
            for (RedisServer node : List.of(to, from)) {
                assertThat(node.command("CLUSTER SETSLOT " + slot + " NODE " + id(to)))
                        .isEqualTo("+OK");
            }
            Redis.signal(transport, "after");
            Awaitility.await().until(() -> listener.listen().contains("after"));
            assertThat(listener.listen()).containsExactly("before", "after");
        }
    }

    private static String id(RedisServer node) {
        return node.commandBody("CLUSTER MYID");
    }

    private static String urls(RedisCluster cluster) {
        return "redis-cluster://"
                + cluster.nodes().stream()
                        .map(node -> "127.0.0.1:" + node.port())
                        .collect(Collectors.joining(","));
    }
}
