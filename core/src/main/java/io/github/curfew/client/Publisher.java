package io.github.curfew.client;

import io.github.curfew.CurfewException;
import io.github.curfew.client.Transports.Answers;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts signals on the brokers. Thread-safe. */
final class Publisher {
    /** What a broker has for its word. */
    private static final Duration LONGEST = Duration.ofSeconds(10);
    /** For backends that keep to it a little late. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Transports transports;
    private final Intake intake;
    private final Duration expiry;

    /**
     * Makes one.
     *
     * @param expiry how long a signal counts that does not say so
     */
    Publisher(Transports transports, Intake intake, Duration expiry) {
        this.transports = transports;
        this.intake = intake;
        this.expiry = expiry;
    }

    /**
     * Publishes over some backends at once. Blocks until each has given its word, some ten seconds at the most.
     *
     * @param warnings what is to be told besides
     * @throws CurfewException if none took it
     */
    Publication publish(Signal signal, Map<String, Transport> through, List<String> warnings) {
        Outgoing message = new Outgoing(
                Topic.SIGNALS,
                "",
                signal.id().id(),
                Codec.encode(signal),
                signal.terms().replyTo(),
                Objects.requireNonNullElse(signal.terms().expiry(), expiry));
        Answers<Receipt> answers =
                transports.ask(through, LONGEST.plus(MARGIN), (name, transport) -> transport.publish(message, LONGEST));
        List<String> failures = new ArrayList<>(warnings);
        CurfewException failure = new CurfewException("no backend took the signal");
        answers.failures().forEach((name, cause) -> {
            failures.add("the backend " + name + " did not take the signal: " + Transports.sentence(cause));
            failure.addSuppressed(cause);
        });
        if (answers.given().isEmpty()) {
            throw new CurfewException(String.join("\n", failures), failure);
        }
        answers.given().values().stream()
                .map(Receipt::time)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(intake::brokerTold);
        answers.given().values().forEach(receipt -> failures.addAll(receipt.remarks()));
        return new Publication(signal, answers.given(), failures);
    }
}
