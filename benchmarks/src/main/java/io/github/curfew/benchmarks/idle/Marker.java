package io.github.curfew.benchmarks.idle;

/** What a query's thread looks at. One thread looks. */
interface Marker extends AutoCloseable {
    /** Looks once. */
    boolean saysStop() throws Exception;

    /** Whether a look waits by itself, at the server, so that the next one can follow at once. */
    default boolean waits() {
        return false;
    }

    @Override
    default void close() {}

    /** A client, which all queries of a process share, as far as the client lets them. */
    interface Place {
        /**
         * A query's own.
         *
         * @param query its number
         * @param hurried whether a look that would wait at the server waits as little as it can
         */
        Marker marker(int query, boolean hurried) throws Exception;

        /** Connects to a server. */
        static Place open(String backend, String address) throws Exception {
            return switch (backend) {
                case "dynamodb" -> Places.dynamo(address);
                case "file" -> Places.file(address);
                case "http" -> Places.http(address);
                case "kafka" -> Places.kafka(address);
                case "redis" -> Places.redis(address);
                case "sqs" -> Places.sqs(address);
                default -> throw new IllegalArgumentException("nobody polls '" + backend + "' by hand");
            };
        }
    }
}
