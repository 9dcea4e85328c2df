package io.github.curfew.http;

import io.github.curfew.spi.BackendConfig;
import io.github.curfew.spi.Capabilities;
import io.github.curfew.spi.Delivery;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Position;
import io.github.curfew.spi.Reader;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Sighting;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.spi.TransportException;
import io.github.curfew.wire.Codec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A sender's way to the doors of drivers: posts signals to each, and follows what each reports. Thread-safe. */
final class HttpTransport implements Transport {
    private final List<URI> urls;
    private final Caller caller;
    private final Set<ReportReader> readers = ConcurrentHashMap.newKeySet();
    /** Where somebody answered the last question; known for longer than a reader lives, which ends when all are lost. */
    private final Set<URI> answering = ConcurrentHashMap.newKeySet();

    private volatile boolean asked;

    private HttpTransport(List<URI> urls, Caller caller) {
        this.urls = List.copyOf(urls);
        this.caller = caller;
    }

    static HttpTransport of(BackendConfig config) {
        SenderSettings settings = SenderSettings.of(config);
        return new HttpTransport(settings.urls(), Caller.of(settings));
    }

    /** Drivers keep the latest word on each signal and run, and say at once who is there. */
    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, true, null, Codec.LARGEST);
    }

    /** Posts to every driver; one that does not take it makes it fail, since its runs would be passed over in silence. */
    @Override
    public Receipt publish(Outgoing message, Duration timeout) {
        if (message.topic() != Topic.SIGNALS) {
            throw notHere("publish reports");
        }
        Map<URI, CompletableFuture<String>> posts = new HashMap<>();
        urls.forEach(url -> posts.put(url, caller.post(url, message.body(), timeout)));
        List<String> taken = new ArrayList<>();
        List<TransportException> failures = new ArrayList<>();
        for (URI url : urls) {
            try {
                Caller.await(url, posts.getOrDefault(url, new CompletableFuture<>()), timeout.plusSeconds(1));
                taken.add(url.toString());
            } catch (TransportException e) {
                failures.add(e);
            }
        }
        if (failures.isEmpty()) {
            return new Receipt(message.name(), null);
        }
        TransportException first = failures.get(0);
        String sentence = first.getMessage()
                + (failures.size() > 1 ? " (and " + (failures.size() - 1) + " more)" : "")
                + (taken.isEmpty() ? "" : "; it was taken by " + String.join(", ", taken) + ", where it counts");
        throw failures.stream().anyMatch(TransportException::isWorthRetrying)
                ? TransportException.passing(sentence, first)
                : TransportException.lasting(sentence, first);
    }

    private static TransportException notHere(String what) {
        String sentence = "http carries signals to drivers and reports back: a sender cannot " + what + " over it";
        return TransportException.lasting(sentence, new UnsupportedOperationException(sentence));
    }

    /**
     * What each driver has told.
     *
     * @param after the driver's word for how far that was, by its URL; none for nothing yet
     */
    record Told(Map<URI, String> after) implements Position {
        Told {
            after = Map.copyOf(after);
        }

        @Override
        public Order order(Delivery delivery) {
            return Order.UNKNOWN;
        }
    }

    /** The beginning: what a driver keeps is little, and asking all of them first would take the slowest one's time. */
    @Override
    public Position end(Topic topic) {
        return new Told(Map.of());
    }

    @Override
    public Position past(Topic topic, Duration ago) {
        return new Told(Map.of());
    }

    @Override
    public Reader read(Topic topic, Position from) {
        if (topic != Topic.REPORTS) {
            throw notHere("read signals");
        }
        ReportReader reader = new ReportReader(caller, urls, ((Told) from).after(), answering, readers::remove);
        readers.add(reader);
        asked = true;
        return reader;
    }

    /** Those whose addresses were given and who did not answer whoever read here last; their ids nobody knows. */
    @Override
    public List<Sighting> sightings() {
        return urls.stream()
                .filter(url -> asked && !answering.contains(url))
                .distinct()
                .map(url -> new Sighting(url.toString(), url.toString(), null, Map.of()))
                .toList();
    }

    @Override
    public void close() {
        readers.forEach(Reader::close);
        readers.clear();
    }
}
