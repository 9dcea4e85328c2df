package io.github.curfew.redis;

import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import io.github.curfew.testkit.ContractBackend;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
                    .add(signals(namespace))
                    .add("*")
                    .add("m")
                    .add(body));
        }
    }

    /** The channel last: once an entry of the stream has arrived, the channel is listened to as well. */
    @Override
    public Map<String, ByHand> otherWaysByHand() {
        Map<String, ByHand> ways = new LinkedHashMap<>();
        ways.put(
                "an event in an entry's fields",
                namespace -> command(
                        Command.XADD,
                        signals(namespace),
                        "*",
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        "7",
                        "ce_source",
                        "/ops",
                        "ce_type",
                        "io.github.curfew.stop.requested.v1",
                        "m",
                        "{\"selector\":\"orders\"}"));
        ways.put("words on the channel", namespace -> command(Command.PUBLISH, signals(namespace), "stop orders"));
        ways.put(
                "an event on the channel",
                namespace -> command(
                        Command.PUBLISH,
                        signals(namespace),
                        "{\"specversion\":\"1.0\",\"id\":\"8\",\"source\":\"/ops\",\"subject\":\"orders\","
                                + "\"type\":\"io.github.curfew.stop.requested.v1\"}"));
        return ways;
    }

    private static String signals(String namespace) {
        return "curfew:" + namespace + ":signals";
    }

    private void command(Command command, String... arguments) {
        try (Connection client = new Connection(address)) {
            CommandArguments line = new CommandArguments(command);
            for (String argument : arguments) {
                line.add(argument);
            }
            client.executeCommand(line);
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
