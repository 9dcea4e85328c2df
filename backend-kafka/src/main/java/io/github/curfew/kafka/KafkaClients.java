package io.github.curfew.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final String RECOVERY = "metadata.recovery.strategy";
    private static final String REQUEST = "request.timeout.ms";
    private static final String DELIVERY = "delivery.timeout.ms";
    private static final String LINGER = "linger.ms";
    private static final String API = "default.api.timeout.ms";
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
                compare(admin, API, 0, REQUEST, problems);
                compare(producer, DELIVERY, number(producer, LINGER), REQUEST, problems);
                return consumer;
            });
        } catch (ConfigException e) {
            problems.add(
                    "the Kafka client refuses its settings (curfew." + KafkaSettings.CLIENT + "*): " + e.getMessage());
        }
    }

    /** What the client says only when it is made, again and again while somebody waits for it. */
    private static void compare(
            Map<String, Object> config, String whole, long besides, String part, List<String> problems) {
        long least = besides + number(config, part);
        if (number(config, whole) < least) {
            problems.add("the Kafka client's " + whole + " is " + config.get(whole) + ", and has to be " + least
                    + " at the least, as " + part + " is " + config.get(part)
                    + (besides == 0 ? "" : " and " + LINGER + " is " + besides)
                    + ": change either, or leave both out");
        }
    }

    private static long number(Map<String, Object> config, String key) {
        return Objects.requireNonNull((Number) config.get(key), key).longValue();
    }

    /** A length as it is set, or else a default; what is no number is told by the client's own check. */
    private static long millis(Map<String, Object> config, String key, long otherwise) {
        String text = String.valueOf(config.getOrDefault(key, "")).strip();
        return text.matches("\\d{1,10}") ? Long.parseLong(text) : otherwise;
    }

    private static Map<String, Object> adminConfig(KafkaSettings settings) {
        Map<String, Object> config = config(settings, "admin");
        // The client refuses a request that may take longer than the whole call; the user may have set one of them.
        config.putIfAbsent(REQUEST, (int) Math.min(30_000, millis(config, API, 60_000)));
        config.putIfAbsent(API, (int) Math.max(60_000, millis(config, REQUEST, 30_000)));
        return config;
    }

    private static Map<String, Object> consumerConfig(KafkaSettings settings) {
        Map<String, Object> config = config(settings, "reader");
        // A poll that waits costs the broker one request in so long; its answer has to come before it counts as none.
        config.putIfAbsent("fetch.max.wait.ms", (int) Math.min(5_000, millis(config, REQUEST, 30_000) / 2));
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
        config.putIfAbsent(LINGER, "0");
        // Whoever reads may not have the codec.
        config.put("compression.type", "none");
        // What comes twice is told apart by its own identity, without rights and state on the broker.
        config.putIfAbsent("enable.idempotence", "false");
        // The client refuses a delivery that is shorter than lingering and a request; the user may have set one of
        // them.
        long linger = millis(config, LINGER, 0);
        long request = config.containsKey(DELIVERY) ? millis(config, DELIVERY, 5_000) - linger : 3_000;
        config.putIfAbsent(REQUEST, (int) Math.max(1, Math.min(3_000, request)));
        config.putIfAbsent(DELIVERY, (int)
                Math.min(Integer.MAX_VALUE, Math.max(5_000, millis(config, REQUEST, 3_000) + linger)));
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
        if (AdminClientConfig.configNames().contains(RECOVERY)) {
            // Brokers that all moved are found where the first ones were, as newer clients do of themselves.
            config.putIfAbsent(RECOVERY, "rebootstrap");
        }
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
