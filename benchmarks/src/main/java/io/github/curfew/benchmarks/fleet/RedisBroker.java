package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.servers.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/** A Redis that writes nothing to a disk, and takes as many connections as the machine lets it. */
final class RedisBroker implements Broker {
    private static final Pattern COUNTED =
            Pattern.compile("(?m)^(?:total_net_(?:in|out)put_bytes:(\\d+)|cmdstat_xadd:calls=(\\d+),)");

    private final RedisServer server = RedisServer.start("--maxclients", "60000");
    private final List<ProcessHandle> processes =
            ProcessHandle.current().children().toList();

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.redis(server);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("redis.url", server.url());
    }

    @Override
    public String address() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public String rawTitle() {
        return "XADD and PUBLISH in one MULTI; SUBSCRIBE";
    }

    @Override
    public String bytesAre() {
        return "into and out of the server";
    }

    @Override
    public void makeRaw(String signals, String reports) {}

    @Override
    public Traffic traffic() {
        long messages = 0;
        long bytes = 0;
        try (Connection connection = new Connection(HostAndPort.from(address()))) {
            byte[] info = (byte[]) connection.executeCommand(new CommandArguments(Command.INFO).add("all"));
            Matcher counted = COUNTED.matcher(new String(info, StandardCharsets.UTF_8));
            while (counted.find()) {
                if (counted.group(1) == null) {
                    messages += Long.parseLong(counted.group(2));
                } else {
                    bytes += Long.parseLong(counted.group(1));
                }
            }
        }
        return new Traffic(messages, bytes);
    }

    @Override
    public List<ProcessHandle> processes() {
        return processes;
    }

    @Override
    public void close() {
        server.close();
    }
}
