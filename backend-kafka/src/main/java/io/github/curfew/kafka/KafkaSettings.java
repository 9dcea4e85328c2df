package io.github.curfew.kafka;

import io.github.curfew.ConfigurationException;
import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the backend was told, checked.
 *
 * @param bootstrapServers where the brokers are
 * @param namespace of which messages
 * @param clientName under which name the broker sees this client
 * @param createTopics whether a missing topic is made
 * @param client what else the Kafka client is told; has secrets
 */
record KafkaSettings(
        String bootstrapServers,
        String namespace,
        String clientName,
        boolean createTopics,
        Map<String, String> client) {
    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    static final String CLIENT = "kafka.client.";
    static final String PROPERTIES_FILE = "kafka.client-properties.file";
    static final String CREATE_TOPICS = "kafka.create-topics";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSettings.class);
    private static final Pattern ADDRESS = Pattern.compile("(?:[A-Za-z0-9_+]+://)?\\S+:\\d{1,5}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern USER = Pattern.compile("\\busername\\s*=\\s*[\"']?([^\"';\\s]+)");
    private static final String COMPRESSION = "compression.type";
    private static final String JAAS = "sasl.jaas.config";
    /** On these rests that nothing is missed and nothing is stale. */
    private static final Map<String, String> OURS = Map.of(
            "acks", "all",
            "enable.auto.commit", "false",
            "allow.auto.create.topics", "false",
            "auto.offset.reset", "none",
            "isolation.level", "read_uncommitted");

    private static final List<String> NEVER = List.of(
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "group.id",
            "group.instance.id",
            "transactional.id");

    KafkaSettings {
        client = Map.copyOf(client);
    }

    static KafkaSettings of(BackendConfig config) {
        List<String> problems = new ArrayList<>();
        String servers = config.text(BOOTSTRAP_SERVERS);
        if (servers == null) {
            problems.add("curfew." + BOOTSTRAP_SERVERS + " is not set: say where the brokers are, as in broker-1:9092");
            servers = "";
        }
        for (String address : servers.isEmpty() ? new String[0] : servers.split(",", -1)) {
            if (!ADDRESS.matcher(address.strip()).matches()) {
                problems.add("curfew." + BOOTSTRAP_SERVERS + " has '" + address.strip()
                        + "', which is not host:port as in broker-1:9092");
            }
        }
        Map<String, String> client = client(config, problems);
        for (String key : client.keySet()) {
            checkClientKey(key, client.get(key), problems);
        }
        KafkaSettings settings = new KafkaSettings(
                servers,
                config.namespace(),
                "curfew-" + config.role().name().toLowerCase(Locale.ROOT) + "-" + config.driverId(),
                Boolean.parseBoolean(String.valueOf(config.text(CREATE_TOPICS)).strip()),
                client);
        if (!TOPIC.matcher(settings.topic(Topic.SIGNALS)).matches()) {
            problems.add("curfew.namespace makes the topic " + settings.topic(Topic.SIGNALS)
                    + ", and Kafka allows only 249 letters, digits, '.', '_' and '-'");
        }
        if (problems.isEmpty()) {
            KafkaClients.check(settings, problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return settings;
    }

    private static Map<String, String> client(BackendConfig config, List<String> problems) {
        Map<String, String> client = new TreeMap<>();
        String file = config.text(PROPERTIES_FILE);
        if (file != null) {
            Properties read = new Properties();
            try (var in = Files.newBufferedReader(Path.of(file.strip()), StandardCharsets.UTF_8)) {
                read.load(in);
                read.stringPropertyNames().forEach(key -> client.put(key, read.getProperty(key)));
            } catch (IOException | IllegalArgumentException e) {
                problems.add("curfew." + PROPERTIES_FILE + " names " + file
                        + ", which cannot be read as a properties file in UTF-8: " + e);
            }
            // The file is often the one that Kafka's own tools are given.
            client.remove("bootstrap.servers");
        }
        Map<String, String> inline = config.below(CLIENT);
        String jaas = inline.get(JAAS);
        if (jaas != null && jaas.toLowerCase(Locale.ROOT).contains("password")) {
            LOG.warn(
                    "curfew.{}{} holds a password where Spark's environment page shows it: put it into the file that "
                            + "curfew.{} names",
                    CLIENT,
                    JAAS,
                    PROPERTIES_FILE);
        }
        client.putAll(inline);
        String codec = client.getOrDefault(COMPRESSION, "none");
        if (!codec.equals("none")) {
            LOG.warn(
                    "The Kafka client's {} is {}, and is not used: reports go out as they are, so that all can read them",
                    COMPRESSION,
                    codec);
        }
        return client;
    }

    private static void checkClientKey(String key, @Nullable String value, List<String> problems) {
        String ours = OURS.get(key);
        if (key.equals("bootstrap.servers")) {
            problems.add("curfew." + CLIENT + key + " is called curfew." + BOOTSTRAP_SERVERS);
        } else if (ours != null && !ours.equals(value) && !(key.equals("acks") && "-1".equals(value))) {
            problems.add("the Kafka client's " + key + " is " + value
                    + ", and signals could be missed or stale with it: " + "leave it out, it is always " + ours);
        } else if (NEVER.contains(key)) {
            problems.add("the Kafka client's " + key + " has no place here: leave it out, signals are read without a "
                    + "group, by every driver, as bytes");
        }
    }

    String topic(Topic topic) {
        return "curfew." + namespace + "." + topic.name().toLowerCase(Locale.ROOT);
    }

    /** Both topics, for people. */
    String topics() {
        return "curfew." + namespace + ".*";
    }

    /** Settings without which nothing of what this backend promises would hold. */
    static Map<String, String> ours() {
        return OURS;
    }

    /** Whom the broker takes this client for, as far as its settings tell. */
    @Nullable String principal() {
        Matcher user = USER.matcher(client.getOrDefault(JAAS, ""));
        return user.find() ? "User:" + user.group(1) : null;
    }

    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", " + namespace + "]";
    }
}
