package io.github.curfew.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.curfew.servers.DynamoDbServer;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The policies in the documentation name exactly what a driver and a sender call, and under which leading keys. */
class DynamoRightsTest {
    private final DynamoDbServer server = Dynamo.shared();

    /** A right as a policy gives it: an action, and the leading key if it is for one alone. */
    private static Set<String> granted(String policy) throws IOException {
        Set<String> rights = new TreeSet<>();
        JsonNode document = new ObjectMapper()
                .readTree(Path.of("..", "docs", "dynamodb", policy).toFile());
        for (JsonNode statement : document.get("Statement")) {
            assertThat(statement.get("Resource").asText()).endsWith(":table/" + Dynamo.TABLE);
            JsonNode keys = statement.at("/Condition/ForAllValues:StringEquals/dynamodb:LeadingKeys");
            for (JsonNode action : statement.get("Action")) {
                String right = action.asText().substring("dynamodb:".length());
                if (keys.isMissingNode()) {
                    rights.add(right);
                }
                keys.forEach(key -> rights.add(right + " " + key.asText()));
            }
        }
        return rights;
    }

    private static Set<String> used(FaultProxy proxy) {
        return proxy.calls().stream()
                .map(call -> (call.action() + " " + call.leadingKey()).strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Predicate<FaultProxy.Call> by(Set<String> rights) {
        return call -> rights.contains((call.action() + " " + call.leadingKey()).strip());
    }

    @Test
    void thoseOfADriverAndASender() throws Exception {
        try (FaultProxy ofDriver = new FaultProxy(server.endpoint());
                FaultProxy ofSender = new FaultProxy(server.endpoint())) {
            ofDriver.allowOnly(by(granted("driver-policy.json")));
            ofSender.allowOnly(by(granted("publisher-policy.json")));
            try (Transport driver = Dynamo.driver("default", Dynamo.with(ofDriver.endpoint()));
                    Transport sender = Dynamo.sender("default", Dynamo.with(ofSender.endpoint()))) {
                Reader signals = Dynamo.fromNow(driver);
                Reader reports = sender.read(Topic.REPORTS, sender.end(Topic.REPORTS));
                Dynamo.signal(sender, "signal-1", "{}");
                Dynamo.awaitOne(signals);
                Dynamo.report(driver, "{}");
                Dynamo.awaitOne(reports);
            }
            assertThat(used(ofDriver)).isEqualTo(granted("driver-policy.json"));
            assertThat(used(ofSender)).isEqualTo(granted("publisher-policy.json"));
        }
    }

    @Test
    void thoseOfWhoeverMakesTheTable() throws Exception {
        try (DynamoDbServer empty = DynamoDbServer.start();
                FaultProxy proxy = new FaultProxy(empty.endpoint());
                Transport driver =
                        Dynamo.driver("default", Dynamo.with(proxy.endpoint(), "dynamodb.create-table", "true"))) {
            assertThat(driver.end(Topic.SIGNALS)).isNotNull();
            Set<String> used = used(proxy);
            used.remove("Query default");
            assertThat(used).isEqualTo(granted("table-policy.json"));
        }
    }

    @Test
    void whoMayFlagOneNamespaceMayFlagNoOther() throws Exception {
        Set<String> ofTeam = granted("by-hand-policy.json");
        assertThat(ofTeam).contains("PutItem default", "DeleteItem default").noneMatch(right -> right.contains("*"));
        try (FaultProxy proxy = new FaultProxy(server.endpoint())) {
            proxy.allowOnly(by(ofTeam));
            try (Transport theirs = Dynamo.sender("default", Dynamo.with(proxy.endpoint()));
                    Transport others = Dynamo.sender("payments", Dynamo.with(proxy.endpoint()))) {
                assertThat(Dynamo.signal(theirs, "signal-of-theirs", "{}").isKept())
                        .isTrue();
                Dynamo.assertRefused(
                        () -> Dynamo.signal(others, "signal-1", "{}"),
                        "dynamodb:PutItem failed on the table curfew, namespace payments: it is not allowed");
            }
        }
    }

    @Test
    void whoMayOnlyWriteCanSignalAllTheSame() {
        String namespace = Dynamo.namespace();
        try (FaultProxy proxy = new FaultProxy(server.endpoint());
                Transport driver = Dynamo.driver(namespace, Dynamo.with(server.endpoint()));
                Transport sender = Dynamo.sender(namespace, Dynamo.with(proxy.endpoint()))) {
            proxy.allowOnly(by(Set.of("PutItem " + namespace)));
            Reader reader = Dynamo.fromNow(driver);
            assertThat(Dynamo.signal(sender, "signal-1", "{}").time()).isNotNull();
            assertThat(Dynamo.awaitOne(reader).body().text()).isEqualTo("{}");
            assertThat(Dynamo.poll(reader, Duration.ZERO).deliveries()).isEmpty();
        }
    }
}
