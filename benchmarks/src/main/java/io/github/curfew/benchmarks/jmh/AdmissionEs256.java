package io.github.curfew.benchmarks.jmh;

import io.github.curfew.auth.Admission;
import io.github.curfew.auth.Admitted;
import io.github.curfew.auth.AuthSettings;
import io.github.curfew.auth.Sealer;
import io.github.curfew.model.Signal;
import io.github.curfew.spi.Payload;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A signal that a private key has signed: its signature, its claims, and what it says. One thread calls it. */
@State(Scope.Thread)
public class AdmissionEs256 {
    private final Instant now = Instant.now();
    private final KeyPair pair = pair();
    private final AuthSettings settings = Keys.pair(pair);
    private final Payload sealed =
            Sealer.ofSignals(settings, "default").seal(Specimens.signal(), Duration.ofHours(1), now);
    private final Admission admission = new Admission(settings, "default");
    private final Jws jws = Jws.of(sealed.text());

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK knows no P-256", e);
        }
    }

    /** Verifies and reads it. */
    @Benchmark
    public Admitted<Signal> curfew() {
        return admission.signal(sealed, Map.of(), Specimens.NOBODYS, now);
    }

    /** The JDK's Signature over the same bytes. */
    @Benchmark
    public boolean bare() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(pair.getPublic());
        verifier.update(jws.signed());
        if (!verifier.verify(jws.signature())) {
            throw new GeneralSecurityException("the baseline's signature does not hold");
        }
        return true;
    }
}
