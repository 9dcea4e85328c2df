package io.github.curfew.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Names of files, made of ids that anybody may have chosen. */
final class FileNames {
    /** File systems stop at 255 bytes, and a temporary name is longer than the final one. */
    private static final int LONGEST = 160;

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** What Hadoop's shell writes while it copies. */
    private static final String COPYING = "._COPYING_";

    /** How the names of our own temporary files begin. */
    static final String TEMPORARY = ".tmp-";

    /** Three is what there is. */
    private static final int DEEPEST = 8;

    private FileNames() {}

    /**
     * Refuses a path that is not plainly below its directory. Stores resolve paths each in its own way, and some names are
     * found where anybody may write: an object store has keys with {@code ..} in them, which a client then takes for steps
     * upwards.
     *
     * @param path relative, joined by {@code /}; empty for the directory itself
     * @throws FileSystemException if it steps anywhere but down
     */
    static void refuseIfItLeavesTheDirectory(String path) throws FileSystemException {
        if (path.isEmpty()) {
            return;
        }
        String[] parts = path.split("/", -1);
        boolean stepsDown =
                Arrays.stream(parts).noneMatch(part -> List.of("", ".", "..").contains(part));
        if (!stepsDown || parts.length > DEEPEST) {
            throw outside(path);
        }
    }

    static FileSystemException outside(String path) {
        return new FileSystemException(path, null, "it is not in the directory");
    }

    /** Encodes an id as one path component, so that nothing leaves its directory and nothing is hidden. */
    static String encode(String id) {
        StringBuilder name = new StringBuilder();
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length && name.length() <= LONGEST; at++) {
            byte b = bytes[at];
            char c = (char) (b & 0xff);
            boolean plain = PLAIN.indexOf(c) >= 0 || (!name.isEmpty() && (c == '.' || c == '_'));
            if (plain) {
                name.append(c);
            } else {
                name.append('%').append(HEX.toHexDigits(b));
            }
        }
        if (name.length() > LONGEST) {
            String hash = ContentHash.of(bytes);
            return name.substring(0, LONGEST - hash.length() - 1) + "~" + hash;
        }
        if (name.toString().endsWith(COPYING)) {
            name.setLength(name.length() - 1);
            name.append("%5F");
        }
        return name.isEmpty() ? "%" : name.toString();
    }

    static String temporary() {
        return TEMPORARY + UUID.randomUUID();
    }

    /** Whether a name is somebody's who is still writing, or of no interest. */
    static boolean isIgnored(String name) {
        return name.startsWith(".") || name.startsWith("_") || name.endsWith(COPYING);
    }
}
