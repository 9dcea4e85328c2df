package io.github.curfew.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.servers.ServerProcess.Readiness;
import org.junit.jupiter.api.Test;

class KafkaServerTest {
    @Test
    void startsAndStartsAgainOnTheSamePort() {
        try (KafkaServer kafka = KafkaServer.start()) {
            int port = Integer.parseInt(kafka.bootstrapServers().split(":", 2)[1]);
            assertThat(Readiness.portIsOpen(port).isReady(kafka.process())).isTrue();
            kafka.process().stop();
            assertThat(Readiness.portIsOpen(port).isReady(kafka.process())).isFalse();
            kafka.process().start();
            assertThat(Readiness.portIsOpen(port).isReady(kafka.process())).isTrue();
        }
    }
}
