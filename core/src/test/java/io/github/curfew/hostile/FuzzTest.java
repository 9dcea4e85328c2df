package io.github.curfew.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Inputs by the thousand in every build, the same in each; by the million in the full one, others every time, which
 * {@code -Dfuzz.seed} tells again. One in a thousand is as large as a message can be, where messages come in. A failure
 * shows the input in base64.
 */
class FuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 13);
    /** Of 32 bits, as jazzer takes no longer one. */
    private static final long DRAWN = Long.getLong("fuzz.seed", System.nanoTime() & 0xffff_ffffL);

    @ParameterizedTest
    @EnumSource(Surface.class)
    void someInputs(Surface surface) {
        fuzz(surface, isSlow(surface) ? 2_000 : 10_000, SEED);
    }

    @ParameterizedTest
    @EnumSource(Surface.class)
    @Tag("full")
    void manyInputs(Surface surface) {
        tellSeed(surface);
        fuzz(surface, isSlow(surface) ? 500_000 : 2_500_000, DRAWN);
    }

    /** Finds by itself which inputs lead further into the code, and which words it is looking for. */
    @ParameterizedTest
    @EnumSource(Surface.class)
    @Tag("full")
    void inputsThatLeadFurther(Surface surface, @TempDir Path directory) throws Exception {
        tellSeed(surface);
        Path corpus = Files.createDirectories(directory.resolve("corpus"));
        List<byte[]> seeds = surface.seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), seeds.get(i));
        }
        Path output = directory.resolve("output");
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + surface.target().getName(),
                        "--instrumentation_includes=io.github.curfew.**",
                        // It looks for those who can be led to another file; to look there is the target's own work.
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.FilePathTraversal",
                        "-runs=" + (isSlow(surface) ? 50_000 : 500_000),
                        "-seed=" + DRAWN,
                        "-max_len=4096",
                        "-timeout=60",
                        corpus.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(jazzer.waitFor(30, TimeUnit.MINUTES)).as("it ends").isTrue();
            assertThat(jazzer.exitValue())
                    .as("-Dfuzz.seed=%d: %s", DRAWN, Files.readString(output))
                    .isZero();
        } finally {
            jazzer.destroyForcibly();
        }
    }

    private static void tellSeed(Surface surface) {
        System.out.println("FuzzTest, " + surface + ": again with -Dfuzz.seed=" + DRAWN);
    }

    /** The file system, the settings' library and signing with a pair take their time. */
    private static boolean isSlow(Surface surface) {
        return surface == Surface.NAME || surface == Surface.SETTINGS || surface == Surface.KEY;
    }

    private static void fuzz(Surface surface, int count, long seed) {
        Mutator mutator = new Mutator(surface.seeds(), surface.large(), seed);
        List<byte[]> first = Stream.concat(surface.seeds().stream(), surface.large().stream())
                .toList();
        for (int i = 0; i < count + first.size(); i++) {
            byte[] input = i < first.size() ? first.get(i) : mutator.next();
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
