package io.github.curfew.redis;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.Topic;
import java.util.UUID;

/**
 * What a namespace's streams and channels are called.
 *
 * @param namespace as it was set, in braces for a cluster, where they put all of a namespace on one node: one connection
 *     then reaches all of it
 * @param fence a channel of one's own, on which a transport tells its readers where a fence was set
 */
record RedisNames(String namespace, String fence) {
    static RedisNames of(BackendConfig config) {
        String url = config.text(RedisProvider.URL);
        boolean cluster = url != null && RedisUrl.isCluster(url);
        String namespace = cluster ? "{" + config.namespace() + "}" : config.namespace();
        return new RedisNames(namespace, "curfew:" + namespace + ":fence:" + UUID.randomUUID());
    }

    /** A topic's stream, and its channel, which are of one name but live apart. */
    String of(Topic topic) {
        return "curfew:" + namespace + (topic == Topic.SIGNALS ? ":signals" : ":reports");
    }
}
