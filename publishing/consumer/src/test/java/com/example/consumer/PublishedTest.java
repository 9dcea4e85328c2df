package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What lies in the repository: all that Maven Central asks for, and nothing that is not meant for users. */
class PublishedTest {
    private static final String VERSION = System.getProperty("rehearsal.version");
    private static final Path GROUP = Path.of(System.getProperty("rehearsal")).resolve("io/github/curfew");

    static List<String> artifacts() throws IOException {
        try (Stream<Path> all = Files.list(GROUP)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    static List<String> jars() throws IOException {
        return artifacts().stream().filter(Predicate.not("curfew-bom"::equals)).toList();
    }

    @Test
    void theBomNamesAllThatIsPublishedAndNothingElse() throws Exception {
        List<String> named = new ArrayList<>();
        for (Element dependency : elements(pom("curfew-bom"), "dependency")) {
            assertThat(text(dependency, "groupId")).isEqualTo("io.github.curfew");
            assertThat(text(dependency, "version")).isEqualTo(VERSION);
            named.add(text(dependency, "artifactId"));
        }
        assertThat(named).containsExactlyInAnyOrderElementsOf(jars());
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void aPomStandsAloneAndSaysWhatCentralAsksFor(String artifact) throws Exception {
        Document pom = pom(artifact);
        assertThat(children(pom.getDocumentElement()))
                .contains("name", "description", "url", "licenses", "developers", "scm")
                .doesNotContain("parent", "modules", "repositories", "profiles", "build", "properties");
        assertThat(Files.readString(file(artifact, ".pom"))).doesNotContain("SNAPSHOT", "${", "<scope>test<");
        for (Element dependency : elements(pom, "dependency")) {
            assertThat(text(dependency, "version"))
                    .as(text(dependency, "artifactId"))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void aJarComesWithItsSourcesItsJavadocAndItsBillOfMaterials(String artifact) throws IOException {
        List<String> suffixes =
                new ArrayList<>(List.of(".jar", ".pom", "-sources.jar", "-javadoc.jar", "-cyclonedx.json"));
        if (artifact.startsWith("curfew-backend-")) {
            suffixes.add("-bundle.jar");
        }
        try (Stream<Path> files = Files.list(GROUP.resolve(artifact).resolve(VERSION))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.matches(".*\\.(md5|sha1)")))
                    .containsExactlyInAnyOrderElementsOf(suffixes.stream()
                            .map(suffix -> artifact + "-" + VERSION + suffix)
                            .toList());
        }
        assertThat(Files.readString(file(artifact, "-cyclonedx.json")))
                .contains("\"bomFormat\" : \"CycloneDX\"", "\"name\" : \"" + artifact + "\"");
    }

    /** All of it lands on somebody's class path. */
    @Test
    void bringsNothingElseAlong() throws IOException {
        assertThat(resolved("compile"))
                .containsExactly(
                        "com.fasterxml.jackson.core:jackson-core",
                        "com.google.code.gson:gson",
                        "com.google.errorprone:error_prone_annotations",
                        "io.github.curfew:curfew-backend-redis",
                        "io.github.curfew:curfew-core",
                        "org.apache.commons:commons-pool2",
                        "org.json:json",
                        "org.jspecify:jspecify",
                        "org.slf4j:slf4j-api",
                        "redis.clients.authentication:redis-authx-core",
                        "redis.clients:jedis");
        assertThat(resolved("test"))
                .contains("io.github.curfew:curfew-testkit")
                .noneMatch(name -> name.contains("spark"));
    }

    @Test
    void theCommandLineRuns() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        file("curfew-cli", ".jar").toString(),
                        "--version")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).startsWith("curfew " + VERSION);
    }

    private static TreeSet<String> resolved(String scope) throws IOException {
        String listed = Files.readString(Path.of(System.getProperty("dependencies")));
        TreeSet<String> found = new TreeSet<>();
        Pattern.compile("^ +([\\w.-]+:[\\w.-]+):jar:[^:\\s]+:" + scope + "\\b", Pattern.MULTILINE)
                .matcher(listed)
                .results()
                .map((MatchResult result) -> result.group(1))
                .forEach(found::add);
        return found;
    }

    private static Path file(String artifact, String suffix) {
        return GROUP.resolve(artifact).resolve(VERSION).resolve(artifact + "-" + VERSION + suffix);
    }

    private static Document pom(String artifact) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file(artifact, ".pom").toFile());
    }

    private static List<Element> elements(Document pom, String name) {
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < pom.getElementsByTagName(name).getLength(); i++) {
            found.add((Element) pom.getElementsByTagName(name).item(i));
        }
        return found;
    }

    private static List<String> children(Element of) {
        List<String> names = new ArrayList<>();
        for (Node child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element) {
                names.add(child.getNodeName());
            }
        }
        return names;
    }

    private static String text(Element of, String child) {
        return of.getElementsByTagName(child).item(0) == null
                ? ""
                : of.getElementsByTagName(child).item(0).getTextContent();
    }
}
