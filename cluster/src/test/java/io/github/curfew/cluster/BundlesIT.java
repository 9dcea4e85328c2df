package io.github.curfew.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is in the bundles, and what they tell of it. */
class BundlesIT {
    private static final String SERVICES = "META-INF/services/";

    @ParameterizedTest
    @EnumSource(names = "FILE", mode = EnumSource.Mode.EXCLUDE)
    void holdsCoreAndTellsOfAllElseWhoseItIs(Carrier carrier) throws Exception {
        try (JarFile jar = new JarFile(carrier.jar().toFile())) {
            List<String> entries = entries(jar);
            String told = text(jar, "META-INF/THIRD-PARTY.md");
            List<String> others = Pattern.compile("^\\| `([a-z0-9.]+)`", Pattern.MULTILINE)
                    .matcher(told)
                    .results()
                    .map(row -> row.group(1).replace('.', '/') + "/")
                    .toList();
            String shaded = "io/github/curfew/" + carrier.word() + "/shaded/";
            List<String> own = List.of("io/github/curfew/", "META-INF/");
            assertThat(entries)
                    .doesNotHaveDuplicates()
                    .contains("META-INF/LICENSE", "META-INF/NOTICE", "io/github/curfew/spark/CurfewPlugin.class")
                    .allMatch(entry -> own.stream().anyMatch(entry::startsWith)
                            || others.stream().anyMatch(entry::startsWith)
                            || entry.equals("kafka/kafka-version.properties"));
            assertThat(others)
                    .isNotEmpty()
                    .allMatch(other -> entries.stream().anyMatch(entry -> entry.startsWith(other)));
            assertThat(entries)
                    .filteredOn(entry ->
                            entry.startsWith(shaded) && !entry.startsWith(shaded + "aws/")) // ours, one for each SDK
                    .allMatch(entry -> others.stream().anyMatch(entry::startsWith));
            assertThat(entries)
                    .as("nothing that was true of their jars alone")
                    .noneMatch(entry -> entry.endsWith("module-info.class")
                            || entry.matches("META-INF/.*\\.(SF|DSA|RSA)")
                            || entry.matches("META-INF/(maven|native-image|proguard|versions)/.*"));
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
        }
    }

    /** Merged, and both sides under the names that they have in the jar. */
    @ParameterizedTest
    @EnumSource(names = "FILE", mode = EnumSource.Mode.EXCLUDE)
    void itsServicesAreThere(Carrier carrier) throws Exception {
        try (JarFile jar = new JarFile(carrier.jar().toFile())) {
            List<String> entries = entries(jar);
            Set<String> backends = new TreeSet<>();
            for (String entry : entries) {
                if (entry.startsWith(SERVICES)) {
                    assertThat(entries).contains(file(entry.substring(SERVICES.length())));
                    for (String line : text(jar, entry).split("\n", -1)) {
                        String provider = line.replaceFirst("#.*", "").strip();
                        if (!provider.isEmpty()) {
                            assertThat(entries).as(entry).contains(file(provider));
                            if (entry.endsWith("io.github.curfew.spi.BackendProvider")) {
                                backends.add(provider.replaceAll(".*curfew\\.|\\.[A-Z].*", ""));
                            }
                        }
                    }
                }
            }
            assertThat(backends).containsExactlyInAnyOrder("file", "http", carrier.word());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "FILE", mode = EnumSource.Mode.EXCLUDE)
    void saysItsVersion(Carrier carrier) throws Exception {
        try (JarFile jar = new JarFile(carrier.jar().toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .isEqualTo(Built.property("version"));
        }
    }

    private static String file(String type) {
        return type.replace('.', '/') + ".class";
    }

    private static List<String> entries(JarFile jar) {
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(entry -> !entry.endsWith("/"))
                .toList();
    }

    private static String text(JarFile jar, String entry) throws IOException {
        ZipEntry found = jar.getEntry(entry);
        assertThat(found).as(entry).isNotNull();
        return new String(jar.getInputStream(found).readAllBytes(), StandardCharsets.UTF_8);
    }
}
