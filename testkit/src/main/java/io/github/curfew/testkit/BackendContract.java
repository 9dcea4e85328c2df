package io.github.curfew.testkit;

import static io.github.curfew.testkit.ContractLink.await;
import static io.github.curfew.testkit.ContractLink.awaitAll;
import static io.github.curfew.testkit.ContractLink.ids;
import static io.github.curfew.testkit.ContractLink.poll;
import static io.github.curfew.testkit.ContractLink.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curfew.model.Labels;
import io.github.curfew.model.RunInfo;
import io.github.curfew.spi.BackendConfig.Role;
import io.github.curfew.spi.BackendProvider;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Position.Order;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Setting;
import io.github.curfew.spi.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every backend keeps, as tests: extend it, give it the backend, and it runs against the real server. Core relies on
 * all of it. Who is there, what is signed and what goes wrong come with {@link BackendTroubleContract}.
 */
public abstract class BackendContract {
    private final List<ContractLink> links = new CopyOnWriteArrayList<>();
    private String namespace = "";

    /** For subclasses. */
    protected BackendContract() {}

    /**
     * Gives the backend.
     *
     * @return the same at every call within a test
     */
    protected abstract ContractBackend backend();

    @BeforeEach
    void chooseNamespace() {
        // One of its own for each test, so that they can share a server, and no longer than settings take.
        namespace = "contract-" + UUID.randomUUID().toString().substring(0, 18);
    }

    @AfterEach
    void closeLinks() {
        links.forEach(ContractLink::close);
    }

    /**
     * Gives this test's namespace.
     *
     * @return one that no other test has
     */
    protected final String namespace() {
        return namespace;
    }

    final ContractLink link(Role role, String id) {
        return link(role, namespace, id);
    }

    private ContractLink link(Role role, String ns, String id) {
        ContractLink link = ContractLink.open(backend(), role, ns, id);
        links.add(link);
        return link;
    }

    final ContractLink driver() {
        return link(Role.DRIVER, "driver-" + UUID.randomUUID());
    }

    final ContractLink sender() {
        return link(Role.SENDER, "sender-" + UUID.randomUUID());
    }

    @Test
    void theProviderIsWellFormed() {
        BackendProvider provider = backend().provider();
        assertThat(provider.name()).matches("[a-z0-9]+");
        assertThat(provider.spiVersion()).isBetween(1, BackendProvider.SPI_VERSION);
        assertThat(provider.settings())
                .isNotEmpty()
                .allSatisfy(setting -> {
                    assertThat(setting.key()).startsWith(provider.name() + ".");
                    assertThat(setting.sentence()).isNotBlank();
                    if (setting.defaultValue() != null) {
                        assertThat(setting.problemWith(setting.defaultValue())).isNull();
                    }
                })
                .extracting(Setting::key)
                .doesNotHaveDuplicates();
    }

    @Test
    void aSignalArrivesAsItWasSent() throws Exception {
        ContractLink driver = driver();
        Reader reader = driver.fromNow(Topic.SIGNALS);
        String text = "{\"stop\":\"órders ☾\",\"empty\":\"\",\"quote\":\"\\\"\"}";

        Receipt receipt = sender().signal("signal-1", text);

        Delivery delivery = await(reader, 1).get(0);
        assertThat(delivery.body().text()).isEqualTo(text);
        assertThat(delivery.id()).isNotBlank().isEqualTo(receipt.id());
        assertThat(delivery.attributes()).isNotNull();
        reader.acknowledge(delivery);
        List<Payload> stored = backend().stored(namespace, Topic.SIGNALS);
        if (stored != null) {
            assertThat(stored).contains(Payload.utf8(text));
        }
        assertThat(poll(reader, Duration.ofMillis(200))).isEmpty();
    }

    @Test
    void aReportArrivesAsItWasSent() throws Exception {
        ContractLink sender = sender();
        Reader reader = sender.fromNow(Topic.REPORTS);

        Receipt receipt = driver().report("signal-1", "run-1", "{\"report\":1}");

        Delivery delivery = await(reader, 1).get(0);
        assertThat(delivery.body().text()).isEqualTo("{\"report\":1}");
        assertThat(delivery.id()).isEqualTo(receipt.id());
        List<Payload> stored = backend().stored(namespace, Topic.REPORTS);
        if (stored != null) {
            assertThat(stored).contains(Payload.utf8("{\"report\":1}"));
        }
    }

    @Test
    void theLatestReportOfAPlaceArrives() {
        ContractLink sender = sender();
        ContractLink driver = driver();
        Reader reader = sender.fromNow(Topic.REPORTS);
        driver.report("signal-1", "run-1", "{\"report\":1}");
        await(reader, 1);
        Position between = sender.transport().end(Topic.REPORTS);
        driver.report("signal-1", "run-1", "{\"report\":2}");

        Delivery second = await(reader, 1).get(0);
        assertThat(second.body().text()).isEqualTo("{\"report\":2}");
        assertOrder(between, second, Order.AFTER);
    }

    @Test
    void messagesArriveInOrder() {
        Reader reader = driver().fromNow(Topic.SIGNALS);
        ContractLink sender = sender();
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            receipts.add(sender.signal("signal-" + i, "{\"n\":" + i + "}"));
        }
        List<String> arrived = ids(await(reader, 20));
        List<String> sent = receipts.stream().map(Receipt::id).toList();
        if (backend().keepsOrder()) {
            assertThat(arrived).containsExactlyElementsOf(sent);
        } else {
            assertThat(arrived).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Test
    void timesAreTheBrokers() {
        ContractLink driver = driver();
        Duration resolution = driver.transport().capabilities().timeResolution();
        assumeTrue(resolution != null, "the broker tells no time");
        Reader reader = driver.fromNow(Topic.SIGNALS);
        ContractLink sender = sender();
        Instant last = Instant.MIN;
        for (int i = 0; i < 5; i++) {
            Receipt receipt = sender.signal("signal-" + i, "{\"n\":" + i + "}");
            Instant arrived = await(reader, 1).get(0).time();
            assertThat(arrived).isNotNull().isAfterOrEqualTo(last);
            last = arrived;
            if (receipt.time() != null) {
                assertThat(Duration.between(receipt.time(), arrived).abs()).isLessThanOrEqualTo(resolution);
            }
        }
    }

    @Test
    void aPositionTellsWhatLiesBeforeIt() {
        ContractLink driver = driver();
        ContractLink sender = sender();
        Position start = driver.transport().end(Topic.SIGNALS);
        Reader all = driver.transport().read(Topic.SIGNALS, start);
        List<Position> fences = new ArrayList<>();
        List<Delivery> arrived = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            fences.add(driver.transport().end(Topic.SIGNALS));
            sender.signal("signal-" + i, "{\"n\":" + i + "}");
            arrived.addAll(await(all, 1));
        }
        fences.add(driver.transport().end(Topic.SIGNALS));
        for (int fence = 0; fence < fences.size(); fence++) {
            for (int message = 0; message < arrived.size(); message++) {
                assertOrder(fences.get(fence), arrived.get(message), message < fence ? Order.BEFORE : Order.AFTER);
            }
        }
        assertOrder(all.position(), arrived.get(4), Order.BEFORE);
    }

    private void assertOrder(Position position, Delivery delivery, Order expected) {
        Order order = position.order(delivery);
        if (backend().tellsOrder() || order != Order.UNKNOWN) {
            assertThat(order).as("order of %s", delivery.body().text()).isEqualTo(expected);
        }
    }

    @Test
    void aReaderFromAPositionGetsWhatLiesBehindIt() {
        ContractLink driver = driver();
        ContractLink sender = sender();
        // The first contact, from which on nothing is missed.
        driver.transport().end(Topic.SIGNALS);
        sender.signal("old", "{\"n\":\"old\"}");
        Position middle = driver.transport().end(Topic.SIGNALS);
        sender.signal("new", "{\"n\":\"new\"}");

        List<Delivery> found = new ArrayList<>();
        awaitAll(
                driver.transport().read(Topic.SIGNALS, middle),
                found,
                all -> texts(all).contains("{\"n\":\"new\"}"));
        for (Delivery delivery : found) {
            assertOrder(middle, delivery, texts(List.of(delivery)).get(0).contains("old") ? Order.BEFORE : Order.AFTER);
        }
    }

    @Test
    void aReaderThatIsOpenedAnewGoesOnWithoutAGap() {
        ContractLink driver = driver();
        ContractLink sender = sender();
        Position position = driver.transport().end(Topic.SIGNALS);
        List<Delivery> arrived = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 5; i++) {
                sender.signal("signal-" + round + "-" + i, "{\"n\":" + (round * 5 + i) + "}");
            }
            try (Reader reader = driver.transport().read(Topic.SIGNALS, position)) {
                int before = arrived.size();
                awaitAll(reader, arrived, all -> all.size() > before);
                position = reader.position();
            }
        }
        awaitAll(
                driver.transport().read(Topic.SIGNALS, position),
                arrived,
                all -> texts(all).stream().distinct().count() == 30);
    }

    @Test
    void thePastIsNotTooLate() {
        ContractLink sender = sender();
        ContractLink early = driver();
        early.transport().end(Topic.SIGNALS);
        sender.signal("signal-1", "{\"n\":1}");
        // Where a broker does not replay, what counts is the past since the first contact.
        ContractLink late = early.transport().capabilities().replaysSignals() ? driver() : early;
        Reader reader =
                late.transport().read(Topic.SIGNALS, late.transport().past(Topic.SIGNALS, Duration.ofMinutes(5)));
        assertThat(texts(await(reader, 1))).containsExactly("{\"n\":1}");
    }

    @Test
    void everyReaderGetsEveryMessageUnderTheSameIdentity() {
        ContractLink one = driver();
        ContractLink two = driver();
        Position start = one.transport().end(Topic.SIGNALS);
        Reader first = one.transport().read(Topic.SIGNALS, start);
        Reader second = two.fromNow(Topic.SIGNALS);
        ContractLink sender = sender();
        for (int i = 0; i < 5; i++) {
            sender.signal("signal-" + i, "{\"n\":" + i + "}");
        }
        List<Delivery> ofFirst = await(first, 5);
        List<Delivery> ofSecond = await(second, 5);
        assertThat(ids(ofFirst)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids(ofSecond));
        if (one.transport().capabilities().replaysSignals()) {
            List<Delivery> again = await(one.transport().read(Topic.SIGNALS, start), 5);
            assertThat(ids(again)).containsExactlyInAnyOrderElementsOf(ids(ofFirst));
        }
    }

    @Test
    void whatIsPublishedByHandArrives() throws Exception {
        Reader reader = driver().fromNow(Topic.SIGNALS);
        Reader other = driver().fromNow(Topic.SIGNALS);
        backend().publishByHand(namespace, Payload.utf8("stop orders\n").bytes());
        backend().publishByHand(namespace, Payload.utf8("stop orders\n").bytes());

        List<Delivery> found = await(reader, 2);
        assertThat(texts(found)).allMatch(text -> text.strip().equals("stop orders"));
        List<String> elsewhere = ids(await(other, 2));
        assertThat(ids(found))
                .as("two messages of the same words are two")
                .doesNotHaveDuplicates()
                .hasSize(2);
        if (backend().knowsWhatIsPublishedByHand()) {
            assertThat(ids(found)).containsExactlyInAnyOrderElementsOf(elsewhere);
        }
    }

    @Test
    void anyIdCanBeSent() throws Exception {
        ContractLink sender = sender();
        ContractLink driver = driver();
        Reader signals = driver.fromNow(Topic.SIGNALS);
        Reader reports = sender.fromNow(Topic.REPORTS);
        List<String> odd = List.of(
                "../../escape",
                ".hidden",
                "_hidden",
                "a/b\\c",
                "sp ace",
                "naïve ☾",
                "per%20cent",
                "col:on",
                "line\nbreak",
                "x".repeat(500),
                "",
                "roster");
        for (String id : odd) {
            sender.signal(id, "{\"n\":1}");
            driver.report(id, id, "{\"n\":1}");
        }
        assertThat(ids(await(signals, odd.size()))).doesNotHaveDuplicates().hasSize(odd.size());
        assertThat(ids(await(reports, odd.size()))).doesNotHaveDuplicates().hasSize(odd.size());
    }

    @Test
    void namespacesAreApart() {
        ContractLink elsewhere = link(Role.DRIVER, namespace + "-b", "driver-b");
        Reader reader = elsewhere.fromNow(Topic.SIGNALS);
        Reader ours = driver().fromNow(Topic.SIGNALS);
        sender().signal("signal-1", "{\"n\":1}");
        await(ours, 1);
        link(Role.SENDER, namespace + "-b", "sender-b").signal("signal-2", "{\"n\":2}");
        assertThat(texts(await(reader, 1))).containsExactly("{\"n\":2}");
    }

    @Test
    void announcingAndWithdrawingIsNoMessage() {
        ContractLink driver = driver();
        Reader reader = driver.fromNow(Topic.SIGNALS);
        RunInfo run = run("run-1", "query-1");
        RunInfo next = run("run-2", "query-1");
        driver.transport().announce(run);
        driver.transport().announce(run);
        driver.transport().announce(next);
        driver.transport().withdraw(run);
        assertThat(poll(reader, Duration.ofMillis(300))).isEmpty();
        driver.transport().withdraw(next);
        driver.transport().withdraw(next);
        driver.transport().withdraw(run("run-3", "never/announced"));
        assertThat(poll(reader, Duration.ofMillis(300))).isEmpty();
    }

    private static RunInfo run(String id, String query) {
        return new RunInfo(
                id,
                Instant.now(),
                Labels.of(Map.of(Labels.RUN_ID, id, Labels.QUERY_ID, query, Labels.APP_ID, "app-1")));
    }
}
