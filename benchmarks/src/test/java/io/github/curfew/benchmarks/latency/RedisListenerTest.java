package io.github.curfew.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curfew.servers.RedisServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

class RedisListenerTest {
    private static final byte[] STOP = "stop".getBytes(StandardCharsets.UTF_8);

    @Test
    @Timeout(60)
    void missesNothingThatWasSentWhileItWasAway() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            HostAndPort address = new HostAndPort("127.0.0.1", server.port());
            RedisListener listener = new RedisListener(address, "raw", true);
            listener.send(STOP);
            assertThat(listener.receive()).isEqualTo(1);

            try (Connection other = new Connection(address)) {
                other.executeCommand(new CommandArguments(Command.CLIENT)
                        .add("KILL")
                        .add("TYPE")
                        .add("pubsub"));
            }
            listener.send(STOP);
            listener.send(STOP);
            // Notices that the connection is gone, and then reads what it missed; what it heard before is not new.
            assertThat(listener.receive()).isZero();
            assertThat(listener.receive()).isEqualTo(2);

            listener.send(STOP);
            assertThat(listener.receive()).isEqualTo(1);
            listener.close();
        }
    }
}
