package io.github.curfew.examples.quickstart;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * What was built, and the commands with which it is run.
 *
 * @param root the repository's
 * @param built where the build put things
 */
record Installation(Path root, Properties built) {
    /** Reads what the build left. */
    static Installation at(Path root) {
        Properties built = new Properties();
        try (InputStream in = Installation.class.getResourceAsStream("/quickstart.properties")) {
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Installation(root, built);
    }

    private String file(String key) {
        return root.resolve(built.getProperty(key)).toString();
    }

    private String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The CLI, as one types it. */
    List<String> cli() {
        return List.of(java(), "-jar", file("cli.jar"));
    }

    /** Where logs are kept. */
    Path logs() {
        return root.resolve("examples/target/quickstart");
    }

    /** What runs a server of this kind. */
    List<String> server(String kind) {
        String classPath = file("servers.classes") + File.pathSeparator + read("servers.dependencies");
        return List.of(java(), "-Xmx64m", "-cp", classPath, "io.github.curfew.servers.Serve", kind);
    }

    /** The jar that has this backend in it, with its client and with core. */
    String bundle(String backend) {
        return file(backend + ".bundle.jar");
    }

    String coreJar() {
        return file("core.jar");
    }

    String examplesJar() {
        return file("examples.jar");
    }

    /** What the script {@code spark-submit} runs, on one machine and quiet. */
    List<String> sparkSubmit(Path log, Path scrap) {
        Path logging = root.resolve("examples/target/classes/quickstart-log4j2.properties");
        return new Command()
                .add(java(), "-Xmx512m")
                // Short lives: a quick start is worth more than speed later.
                .add("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData")
                .add("-Djava.io.tmpdir=" + scrap, "-Dquickstart.log=" + log)
                .add("-Dlog4j2.configurationFile=" + logging.toUri())
                .add(built.getProperty("jvm.options").strip().split("\\s+"))
                .add("-cp", read("spark.classpath"), "org.apache.spark.deploy.SparkSubmit", "--master", "local[2]")
                .conf("spark.ui.enabled", "false")
                .conf("spark.driver.host", "127.0.0.1")
                .conf("spark.driver.bindAddress", "127.0.0.1")
                .words();
    }

    private String read(String key) {
        try {
            return Files.readString(Path.of(file(key))).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
