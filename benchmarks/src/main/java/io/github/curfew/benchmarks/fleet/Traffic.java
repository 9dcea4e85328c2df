package io.github.curfew.benchmarks.fleet;

/**
 * What a broker has taken so far, by its own account.
 *
 * @param messages how many it was given to keep
 * @param bytes as the broker counts them; see {@link Broker#bytesAre()}
 */
record Traffic(long messages, long bytes) {
    Traffic since(Traffic before) {
        return new Traffic(messages - before.messages, bytes - before.bytes);
    }
}
