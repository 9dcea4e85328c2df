package io.github.curfew.cli;

import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Sealer;
import io.github.curfew.config.Backends;
import io.github.curfew.config.SigningSettings;
import io.github.curfew.model.Quoted;
import io.github.curfew.model.Signal;
import io.github.curfew.model.SignalId;
import io.github.curfew.spi.Payload;
import io.github.curfew.wire.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a message that somebody publishes by other means. */
@Command(
        name = "sign",
        header = "Signs a message, for whoever publishes it by other means.",
        description = {
            "",
            "The message is words such as 'stop orders', in quotes, or a CloudEvent; - reads it from standard",
            "input. What is printed is one line, to be published as it is. 'curfew stop' and its siblings sign",
            "by themselves. It takes one profile at a time, and always prints that one line."
        },
        sortOptions = false,
        customSynopsis = "curfew sign MESSAGE|- [OPTION...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  export CURFEW_AUTH_KEYS_OPS_SECRET_FILE=ops.private.pem",
            "  redis-cli PUBLISH curfew:default:signals \"$(curfew sign 'stop orders')\"",
            "  curfew sign 'stop team=payments --now' --expiry 5m -n prod | kcat -P -t curfew.prod.signals",
            "  curfew sign - < event.json > signed"
        })
final class SignCommand extends RemoteCommand {
    @Parameters(paramLabel = "MESSAGE", arity = "1", hidden = true)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String message;

    @Option(
            names = {"-k", "--key"},
            paramLabel = "ID",
            description = "The key to sign with; if not given, auth.sign-with, or the only one that can.")
    private @Nullable String key;

    @Option(
            names = "--expiry",
            paramLabel = "TIME",
            description = "How long the signature counts; if not given, as long as the message, or else signal.expiry.")
    private @Nullable Duration expiry;

    SignCommand(World world) {
        super(world);
    }

    @Override
    public Integer call() {
        if (output() != Output.TABLE) {
            throw new UsageException("what is signed is one line, and has no other form: leave out --output");
        }
        SigningSettings settings = sources().signing(Backends.discover());
        AuthSettings auth = settings.auth();
        if (key != null && !auth.keys().containsKey(key)) {
            throw new UsageException(
                    "the key " + Quoted.text(key) + " is not described: set curfew.auth.keys." + key + ".secret.file");
        }
        auth = key == null ? auth : auth.signingWith(key);
        auth.checkSigning();
        Payload payload = Payload.utf8(message.equals("-") ? standardInput() : message);
        Signal signal = Codec.decodeSignal(payload, Map.of(), new SignalId("/curfew/cli", "unsigned"));
        Duration counts = expiry != null
                ? expiry
                : Objects.requireNonNullElse(signal.terms().expiry(), settings.signalExpiry());
        Sealer sealer = Sealer.ofSignals(auth, settings.namespace());
        world().out().print(sealer.seal(payload, counts, Instant.now()).text());
        return ExitCode.OK;
    }

    private static String standardInput() {
        try {
            // A byte more than is allowed, for the sentence that says so.
            return new String(System.in.readNBytes(Codec.LARGEST + 1), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
