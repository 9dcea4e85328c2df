package io.github.curfew.file;

import io.github.curfew.ConfigurationException;
import io.github.curfew.model.Quoted;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code file.dir} says.
 *
 * @param local the path, if it is on this machine; else null
 * @param uri for Hadoop, if it is not; else null
 * @param scheme in lower case; {@code file} for what is local
 * @param text fit to be printed: no password that stands in the URI
 */
record FileLocation(@Nullable Path local, @Nullable URI uri, String scheme, String text) {
    /** Two characters at least: C:\curfew is a path. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    /** A listing costs money there, and one a second is too many. */
    private static final Set<String> OBJECT_STORES = Set.of(
            "s3", "s3a", "s3n", "abfs", "abfss", "wasb", "wasbs", "adl", "dbfs", "gs", "oss", "cos", "cosn", "obs",
            "swift");

    /** A file there appears when it is closed, whole, and a directory is no more than a part of names. */
    private static final Set<String> FLAT =
            Set.of("s3", "s3a", "s3n", "wasb", "wasbs", "gs", "oss", "cos", "cosn", "obs", "swift");

    static FileLocation parse(String dir) {
        String text = dir.strip();
        try {
            if (!SCHEME.matcher(text).matches()) {
                return local(Path.of(text));
            }
            URI uri = new URI(text.replace(" ", "%20"));
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            if (scheme.equals("file")) {
                if (uri.getPath() == null || uri.getAuthority() != null) {
                    throw new ConfigurationException("curfew.file.dir is " + Quoted.text(text)
                            + ", which names no path: write file:///path, or the path alone");
                }
                return local(Path.of(uri.getPath()));
            }
            if (uri.getPath() == null
                    || uri.getPath().isEmpty()
                    || uri.getPath().equals("/")) {
                throw new ConfigurationException("curfew.file.dir is " + Quoted.text(masked(text))
                        + ", the root of a file system: name a directory in it, such as " + Quoted.plain(masked(text))
                        + (text.endsWith("/") ? "" : "/") + "curfew");
            }
            return new FileLocation(null, uri, scheme, masked(text));
        } catch (URISyntaxException | InvalidPathException e) {
            throw new ConfigurationException("curfew.file.dir is " + Quoted.text(masked(text))
                    + ", which is neither a path nor a URI: write /path, hdfs://host/path or s3a://bucket/path");
        }
    }

    boolean isObjectStore() {
        return OBJECT_STORES.contains(scheme);
    }

    boolean isFlat() {
        return FLAT.contains(scheme);
    }

    private static FileLocation local(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return new FileLocation(absolute, null, "file", absolute.toString());
    }

    private static String masked(String uri) {
        return uri.replaceFirst("//[^/]*@", uri.startsWith("abfs") || uri.startsWith("wasb") ? "$0" : "//***@");
    }
}
