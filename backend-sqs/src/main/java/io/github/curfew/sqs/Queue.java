package io.github.curfew.sqs;

/**
 * A queue that is read.
 *
 * @param url where it is
 * @param incarnation how many have taken each other's place before it
 * @param made when it was made here, by {@link System#nanoTime}; 0 for one that was given
 */
record Queue(String url, int incarnation, long made) {
    static Queue given(String url) {
        return new Queue(url, 0, 0);
    }

    String name() {
        return SqsNames.of(url);
    }
}
