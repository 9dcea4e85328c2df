package io.github.curfew.file;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A marker that this transport has made, or is about to make. Guarded by its {@link Markers}. */
final class Claim {
    final String name;
    final String holder;
    final String target;
    private final String hint;

    /** Where it stands. */
    State state = State.UNWRITTEN;

    /** As it was listed last, with our content or another's. */
    @Nullable StoredFile seen;

    /** The incarnation of the directory into which it was written. */
    String incarnation = "";

    /** Whether another's marker was there, who may live yet. */
    boolean tookOver;

    Claim(String name, String holder, String target, String hint) {
        this.name = name;
        this.holder = FileNames.encode(holder);
        this.target = target;
        this.hint = hint;
    }

    String path() {
        return NamespaceDirectory.RUNNING + "/" + name;
    }

    byte[] content() {
        return (holder + "\n# Delete this file, and " + hint + " is stopped gracefully.\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Who holds a marker, by its content; null if it is half-written. */
    static @Nullable String holder(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        return end <= 0 ? null : text.substring(0, end).strip();
    }

    enum State {
        /** To be written. */
        UNWRITTEN,
        /** It is there and ours. */
        HELD,
        /** Another run of the same query has put its own in its place. */
        TAKEN,
        /** Somebody deleted it, which was a stop. */
        GONE,
        /** Withdrawn, but not yet removed. */
        LEAVING
    }
}
