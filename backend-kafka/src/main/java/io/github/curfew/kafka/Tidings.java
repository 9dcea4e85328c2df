package io.github.curfew.kafka;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often a consumer was told anew which topics there are. It fetches by a topic's id, so without such news all
 * that it brings is of the topic that it knows, and nobody need be asked. A deserializer, because that is where Kafka lets
 * one listen; bytes go through as they are. Thread-safe.
 */
final class Tidings implements Deserializer<byte[]>, ClusterResourceListener {
    private final AtomicLong count = new AtomicLong();

    @Override
    public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
        return data;
    }

    @Override
    public void onUpdate(ClusterResource cluster) {
        count.incrementAndGet();
    }

    long count() {
        return count.get();
    }
}
