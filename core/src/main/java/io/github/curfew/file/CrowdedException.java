package io.github.curfew.file;

import java.io.IOException;
import java.util.List;

/**
 * There are more files in a directory than are listed. None of them is read then: which of them are of use cannot be told
 * without holding all of them, and a run could not be fenced by a part of them.
 */
final class CrowdedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Some fifty megabytes of heap; a fleet that is sent a signal each second has less than a tenth of that. */
    static final int MOST = 100_000;

    private final String directory;

    private CrowdedException(String directory) {
        super(directory + " is crowded");
        this.directory = directory;
    }

    String directory() {
        return directory;
    }

    /** How many, and what helps. */
    String sentence() {
        return "more than " + MOST + " files are there, and none is read until there are fewer; remove what does"
                + " not belong there, or is done with";
    }

    /** All that is in a directory, if that is not too much. */
    static List<StoredFile> list(FileStore store, String directory) throws IOException {
        List<StoredFile> files = store.list(directory, MOST + 1);
        if (files.size() > MOST) {
            throw new CrowdedException(directory);
        }
        return files;
    }
}
