package io.github.curfew.file;

import io.github.curfew.hostile.Guard;
import io.github.curfew.spi.Outgoing;
import io.github.curfew.spi.Payload;
import io.github.curfew.spi.Topic;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Names of files, made of ids or found in the directory, and what stands in files and markers. */
public final class NameTarget {
    private static final Path ROOT = place();
    private static final LocalFileStore STORE = new LocalFileStore(ROOT);
    private static final HadoopFileStore HADOOP = new HadoopFileStore(
            URI.create("names://box/curfew"), "default", true, Map.of("fs.names.impl", Asked.class.getName()));

    private NameTarget() {}

    /** A directory with what is ours, and links from there to what is not. */
    private static Path place() {
        try {
            Path place = Files.createTempDirectory("curfew-names");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(place)));
            Path root = Files.createDirectories(place.resolve("curfew").resolve("default"));
            for (String part : new String[] {"signals", "running", "reports"}) {
                Files.createDirectories(root.resolve(part));
                Files.createSymbolicLink(root.resolve(part).resolve("a"), place.resolve("theirs"));
                Files.createSymbolicLink(
                        root.resolve(part).resolve("b"), place.resolve("theirs").resolve("x"));
                Files.writeString(root.resolve(part).resolve("x"), "ours");
            }
            Files.createDirectories(place.resolve("theirs"));
            Files.writeString(place.resolve("theirs").resolve("x"), "theirs");
            Files.writeString(place.resolve("x"), "theirs");
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path place) {
        try (var all = Files.walk(place)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One input. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Guard.read(problem -> false, () -> {
            component(FileNames.encode(text));
            Payload none = Payload.of(new byte[0]);
            for (Topic topic : Topic.values()) {
                String path = Publications.path(new Outgoing(topic, text, text, none, null, Duration.ofHours(1)));
                for (String part : path.split("/", -1)) {
                    component(part);
                }
                if (!Publications.isOurs(topic, path)) {
                    throw new AssertionError("not known as our own: " + path);
                }
            }
            boolean whole = Completeness.isWhole(data);
            String holder = Claim.holder(data);
            boolean ours = Publications.isOurs(Topic.SIGNALS, text);
            if (whole && holder != null && ours && data.length == 0) {
                throw new AssertionError("something of nothing");
            }
        });
        for (String path : new String[] {text, "signals/" + text, "reports/" + text + "/x"}) {
            Guard.read(IOException.class::isInstance, () -> read(path));
            Guard.read(problem -> false, () -> ask(path));
        }
    }

    /** What exactly cannot be read stands in the sentence of the whole, and not here. */
    private static void read(String path) throws IOException {
        try {
            String content = new String(STORE.read(path, 100), StandardCharsets.UTF_8);
            StoredFile found = STORE.find(path);
            if (!content.equals("ours") || found == null) {
                throw new AssertionError("read elsewhere: " + path);
            }
        } catch (IOException e) {
            Guard.sentence(NamespaceDirectory.reason(e));
        }
    }

    /** Asks for that very key below the root, or for none: what a client makes of another is its own affair. */
    private static void ask(String path) throws IOException {
        try {
            byte[] unused = HADOOP.read(path, 100);
            throw new AssertionError("not asked for: " + path);
        } catch (NoSuchFileException e) {
            String asked = String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
            String own = path.isEmpty() ? "/curfew/default" : "/curfew/default/" + path;
            if (!asked.equals(own) || List.of(asked.split("/", -1)).contains("..")) {
                throw new AssertionError("asked for elsewhere: " + asked, e);
            }
        } catch (FileSystemException e) {
            Guard.sentence(NamespaceDirectory.reason(e));
        }
    }

    /** A file system in which nothing is, and that says what it was asked for. */
    static final class Asked extends RawLocalFileSystem {
        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int unused) throws IOException {
            throw new FileNotFoundException(path.toUri().getPath());
        }
    }

    private static void component(String name) {
        Path resolved = ROOT.resolve(name).normalize();
        if (!ROOT.equals(resolved.getParent()) || FileNames.isIgnored(name) || name.length() > 255) {
            throw new AssertionError("no plain name: " + name);
        }
        Guard.sentence(name);
    }
}
