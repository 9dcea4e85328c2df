package io.github.curfew.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientJarsTest {
    @Test
    void saysThatThereAreTwoClients(@TempDir Path folder) throws Exception {
        ClassLoader ours = ClientJars.class.getClassLoader();
        assertThat(ClientJars.several(ours)).isNull();
        Path other = Files.createDirectories(folder.resolve("other/kafka"));
        Files.writeString(other.resolve("kafka-version.properties"), "version=0.8");
        try (URLClassLoader both =
                new URLClassLoader(new URL[] {folder.resolve("other").toUri().toURL()}, ours)) {
            assertThat(ClientJars.several(both))
                    .startsWith("there are 2 jars with a Kafka client")
                    .contains("kafka-clients-", folder.resolve("other").toString())
                    .endsWith("use curfew-backend-kafka without the bundle");
        }
    }
}
