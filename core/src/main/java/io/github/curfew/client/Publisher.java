package io.github.curfew.client;

import io.github.curfew.CurfewException;
import io.github.curfew.MalformedException;
import io.github.curfew.auth.Sealer;
import io.github.curfew.client.Transports.Answers;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Receipt;
import io.github.curfew.spi.Topic;
import io.github.curfew.spi.Transport;
import io.github.curfew.wire.Codec;
import java.time.Clock;
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
    private final Sealer sealer;
    private final Duration expiry;
    private final Clock clock;

    /**
     * Makes one.
     *
     * @param sealer signs, where there is a key to sign with
     * @param expiry how long a signal counts that does not say so
     */
    Publisher(Transports transports, Intake intake, Sealer sealer, Duration expiry, Clock clock) {
        this.transports = transports;
        this.intake = intake;
        this.sealer = sealer;
        this.expiry = expiry;
        this.clock = clock;
    }

    /**
     * Publishes over some backends at once. Blocks until each has given its word, some ten seconds at the most.
     *
     * @param warnings what is to be told besides
     * @throws MalformedException if no driver would take it
     * @throws CurfewException if none took it
     */
    Publication publish(Signal signal, Map<String, Transport> through, List<String> warnings) {
        Codec.check(signal);
        Duration counts = Objects.requireNonNullElse(signal.terms().expiry(), expiry);
        Outgoing message = new Outgoing(
                Topic.SIGNALS,
                "",
                signal.id().id(),
                sealer.seal(signal, counts, clock.instant()),
                signal.terms().replyTo(),
                counts);
        Answers<Receipt> answers =
                transports.ask(through, LONGEST.plus(MARGIN), (name, transport) -> transport.publish(message, LONGEST));
        List<String> failures = new ArrayList<>();
        CurfewException failure = new CurfewException("no backend took the signal");
        answers.failures().forEach((name, cause) -> {
            failures.add("the backend " + name + " did not take the signal: " + Transports.sentence(cause));
            failure.addSuppressed(cause);
        });
        if (answers.given().isEmpty()) {
            // What else there is to tell, such as that nobody knows where to answer, is of no matter then.
            throw new CurfewException(String.join("\n", failures), failure);
        }
        failures.addAll(0, warnings);
        answers.given().values().stream()
                .map(Receipt::time)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(intake::brokerTold);
        answers.given()
                .values()
                .forEach(receipt ->
                        receipt.remarks().stream().map(Quoted::sentence).forEach(failures::add));
        return new Publication(signal, answers.given(), failures);
    }
}
