package io.github.curfew.redis;

import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.ContractBackend;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/** A real Redis, wherever it runs, as the contract asks for it. */
record OnRedis(HostAndPort address, Outage outage) implements ContractBackend {
    @Override
    public BackendProvider provider() {
        return new RedisProvider();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("redis.url", "redis://" + address);
    }

    @Override
    public void publishByHand(String namespace, byte[] body) {
        try (Connection client = new Connection(address)) {
            client.executeCommand(new CommandArguments(Command.XADD)
                    .add("curfew:" + namespace + ":signals")
                    .add("*")
                    .add("m")
                    .add(body));
        }
    }

    @Override
    public List<Payload> stored(String namespace, Topic topic) {
        String name = "curfew:" + namespace + (topic == Topic.SIGNALS ? ":signals" : ":reports");
        List<Payload> found = new ArrayList<>();
        try (Connection client = new Connection(address)) {
            Object answer = client.executeCommand(
                    new CommandArguments(Command.XRANGE).add(name).add("-").add("+"));
            for (Object entry : (List<?>) answer) {
                List<?> fields = (List<?>) ((List<?>) entry).get(1);
                if (new String((byte[]) fields.get(0), StandardCharsets.UTF_8).equals("m")) {
                    found.add(Payload.of((byte[]) fields.get(1)));
                }
            }
        }
        return found;
    }
}
