package io.github.curfew.hostile;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs by the thousand in every build, by the million in the full one. A failure shows the input in base64. */
class FuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 13);

    @ParameterizedTest
    @EnumSource(Surface.class)
    void someInputs(Surface surface) {
        fuzz(surface, 10_000, SEED);
    }

    @ParameterizedTest
    @EnumSource(Surface.class)
    @Tag("full")
    void manyInputs(Surface surface) {
        // The file system and the settings' library take their time.
        boolean slow = surface == Surface.NAME || surface == Surface.SETTINGS;
        fuzz(surface, slow ? 500_000 : 2_500_000, SEED + 1);
    }

    private static void fuzz(Surface surface, int count, long seed) {
        surface.seeds().forEach(surface::read);
        Mutator mutator = new Mutator(surface.seeds(), seed);
        for (int i = 0; i < count; i++) {
            byte[] input = mutator.next();
            try {
                surface.read(input);
            } catch (Throwable e) {
                String shown = Base64.getEncoder().encodeToString(input);
                assertThatCode(() -> {
                            throw e;
                        })
                        .as("%s, seed %d, input %d: %s", surface, seed, i, shown)
                        .doesNotThrowAnyException();
            }
        }
    }
}
