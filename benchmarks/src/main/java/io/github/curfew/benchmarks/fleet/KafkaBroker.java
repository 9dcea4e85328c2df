package io.github.curfew.benchmarks.fleet;

import io.github.curfew.benchmarks.report.Versions;
import io.github.curfew.benchmarks.server.Servers;
import io.github.curfew.servers.KafkaServer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;

/** A KRaft broker. */
final class KafkaBroker implements Broker {
    private final KafkaServer server = KafkaServer.start();
    private final List<ProcessHandle> processes =
            ProcessHandle.current().children().toList();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.kafka();
    }

    @Override
    public Map<String, String> settings() {
        return Servers.settings(server);
    }

    @Override
    public String address() {
        return server.bootstrapServers();
    }

    @Override
    public String rawTitle() {
        return "producers, acks=all; consumers without a group";
    }

    @Override
    public String bytesAre() {
        return "in the broker's log";
    }

    @Override
    public void makeRaw(String signals, String reports) throws Exception {
        List<NewTopic> topics = Stream.of(signals, reports)
                .map(name -> new NewTopic(name, Optional.of(1), Optional.empty())
                        .configs(Map.of("message.timestamp.type", "LogAppendTime")))
                .toList();
        admin.createTopics(topics).all().get();
    }

    @Override
    public Traffic traffic() throws Exception {
        Set<String> topics = admin.listTopics().names().get();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        long messages = admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
        Collection<Map<String, LogDirDescription>> folders =
                admin.describeLogDirs(List.of(1)).allDescriptions().get().values();
        long bytes = folders.stream()
                .flatMap(folder -> folder.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> topics.contains(replica.getKey().topic()))
                .map(Map.Entry::getValue)
                .mapToLong(ReplicaInfo::size)
                .sum();
        return new Traffic(messages, bytes);
    }

    @Override
    public List<ProcessHandle> processes() {
        return processes;
    }

    @Override
    public void close() {
        admin.close();
        server.close();
    }
}
