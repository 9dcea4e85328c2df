package io.github.curfew.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka's clients: ours for what promises rest on, the user's for all else, and short limits where he says none. */
final class KafkaClients {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private KafkaClients() {}

    static Admin admin(KafkaSettings settings) {
        return withOurClassLoader(() -> Admin.create(adminConfig(settings)));
    }

    static Consumer<byte[], byte[]> consumer(KafkaSettings settings, boolean oneByOne, Tidings tidings) {
        Map<String, Object> config = consumerConfig(settings);
        if (oneByOne) {
            config.put("max.poll.records", 1);
        }
        return withOurClassLoader(() -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), tidings));
    }

    static Producer<byte[], byte[]> producer(KafkaSettings settings) {
        return withOurClassLoader(() -> new KafkaProducer<>(producerConfig(settings)));
    }

    /** Finds out at start-up what the clients would refuse later. Touches no network. */
    static void check(KafkaSettings settings, List<String> problems) {
        try {
            withOurClassLoader(() -> {
                var admin = AdminClientConfig.configDef().parse(adminConfig(settings));
                var consumer = ConsumerConfig.configDef().parse(consumerConfig(settings));
                var producer = ProducerConfig.configDef().parse(producerConfig(settings));
                return List.of(admin, consumer, producer);
            });
        } catch (ConfigException e) {
            problems.add(
                    "the Kafka client refuses its settings (curfew." + KafkaSettings.CLIENT + "*): " + e.getMessage());
        }
    }

    private static Map<String, Object> adminConfig(KafkaSettings settings) {
        return config(settings, "admin");
    }

    private static Map<String, Object> consumerConfig(KafkaSettings settings) {
        Map<String, Object> config = config(settings, "reader");
        // A poll that waits costs the broker one request in so long.
        config.putIfAbsent("fetch.max.wait.ms", "5000");
        config.put("key.deserializer", ByteArrayDeserializer.class);
        config.put("value.deserializer", ByteArrayDeserializer.class);
        for (String key :
                List.of("enable.auto.commit", "allow.auto.create.topics", "auto.offset.reset", "isolation.level")) {
            config.put(key, KafkaSettings.ours().get(key));
        }
        return config;
    }

    private static Map<String, Object> producerConfig(KafkaSettings settings) {
        Map<String, Object> config = config(settings, "writer");
        // A send waits so long for its topic's leader before it says that there is none; publishing has its own limit.
        config.putIfAbsent("max.block.ms", "500");
        config.putIfAbsent("linger.ms", "0");
        // What comes twice is told apart by its own identity, without rights and state on the broker.
        config.putIfAbsent("enable.idempotence", "false");
        if (!config.containsKey("request.timeout.ms") && !config.containsKey("delivery.timeout.ms")) {
            config.put("request.timeout.ms", "3000");
            config.put("delivery.timeout.ms", "5000");
        }
        config.put("key.serializer", ByteArraySerializer.class);
        config.put("value.serializer", ByteArraySerializer.class);
        config.put("acks", "all");
        return config;
    }

    private static Map<String, Object> config(KafkaSettings settings, String part) {
        Map<String, Object> config = new HashMap<>(settings.client());
        config.put("bootstrap.servers", settings.bootstrapServers());
        config.putIfAbsent("client.id", settings.clientName() + "-" + part + "-" + COUNT.incrementAndGet());
        config.putIfAbsent("socket.connection.setup.timeout.ms", "3000");
        return config;
    }

    /** Kafka looks for its classes in the thread's context, which on somebody's thread may know nothing of Kafka. */
    private static <T> T withOurClassLoader(Supplier<T> maker) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaClients.class.getClassLoader());
        try {
            return maker.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
