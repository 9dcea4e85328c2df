package io.github.curfew.benchmarks.jmh;

import io.github.curfew.auth.Admission;
import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Sealer;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A signal that a shared key has signed: its signature, its claims, and what it says. One thread calls it. */
@State(Scope.Thread)
public class AdmissionHs256 {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    private final Instant now = Instant.now();
    private final AuthSettings settings = Keys.shared(SECRET);
    private final Payload sealed =
            Sealer.ofSignals(settings, "default").seal(Specimens.signal(), Duration.ofHours(1), now);
    private final Admission admission = new Admission(settings, "default");
    private final Jws jws = Jws.of(sealed.text());
    private final SecretKeySpec key = new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256");

    /** Verifies and reads it. */
    @Benchmark
    public Admitted<Signal> curfew() {
        return admission.signal(sealed, Map.of(), Specimens.NOBODYS, now);
    }

    /** The JDK's Mac over the same bytes. */
    @Benchmark
    public byte[] bare() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(jws.signed());
    }
}
