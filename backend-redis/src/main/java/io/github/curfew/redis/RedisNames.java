package io.github.curfew.redis;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.Topic;
import java.util.UUID;

/**
 * What a namespace's streams and channels are called. A stream and its channel are of one name but live apart. In a
 * cluster the namespace is in braces, which put all of it on one node: one connection then reaches all of it.
 *
 * @param signals the stream and the channel of signals
 * @param reports likewise
 * @param fence a channel of one's own, on which a transport tells its readers where a fence was set
 */
record RedisNames(String signals, String reports, String fence) {
    static RedisNames of(BackendConfig config) {
        String url = config.text(RedisProvider.URL);
        boolean cluster = url != null && RedisUrl.isCluster(url);
        String begin = "curfew:" + (cluster ? "{" + config.namespace() + "}" : config.namespace());
        return new RedisNames(begin + ":signals", begin + ":reports", begin + ":fence:" + UUID.randomUUID());
    }

    String of(Topic topic) {
        return switch (topic) {
            case SIGNALS -> signals;
            case REPORTS -> reports;
        };
    }
}
