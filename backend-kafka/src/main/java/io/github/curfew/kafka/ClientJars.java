package io.github.curfew.kafka;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where Kafka's client comes from: under one name there can be one only, whatever two jars hold. */
final class ClientJars {
    private static final String IN_EACH = "kafka/kafka-version.properties";

    private ClientJars() {}

    /** Says in a sentence that there are several, with those that differ mixed up by chance; else null. */
    static @Nullable String several(ClassLoader loader) {
        Set<String> jars = new LinkedHashSet<>();
        try {
            for (URL found : Collections.list(loader.getResources(IN_EACH))) {
                jars.add(found.toString().replaceFirst("^jar:", "").replaceFirst("!?/" + IN_EACH + "$", ""));
            }
        } catch (IOException e) {
            return null;
        }
        return jars.size() < 2
                ? null
                : "there are " + jars.size()
                        + " jars with a Kafka client, of which the first serves the application too ("
                        + String.join(", ", jars) + "): where it has a client of its own, use curfew-backend-kafka "
                        + "without the bundle";
    }
}
